"""How a revision goes from a draft to the public: which move leads where, and who may make it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from geo.words import N_

State = Literal["draft", "returned", "review", "approval", "published", "discarded"]
Move = Literal["send", "take_back", "approve_1", "approve_2", "return_1", "return_2", "discard", "take_up"]

OPEN: tuple[State, ...] = ("draft", "returned", "review", "approval")
"""Somebody works on it, or it waits for somebody: a procedure has one at most."""

EDITABLE: tuple[State, ...] = ("draft", "returned")


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """`action` of geo/staff/permissions.csv; `done` is what `manual_action` and the audit log call it."""

    origins: tuple[State, ...]
    to: State
    action: str
    done: str
    is_approval: bool = False
    needs_comment: bool = False


WAYS: Mapping[Move, Way] = {
    "send": Way(origins=EDITABLE, to="review", action="manual.write", done="send"),
    "take_back": Way(origins=("review", "approval"), to="draft", action="manual.write", done="take_back"),
    "approve_1": Way(origins=("review",), to="approval", action="manual.review", done="approve_1", is_approval=True),
    "approve_2": Way(
        origins=("approval",), to="published", action="manual.approve", done="approve_2", is_approval=True
    ),
    "return_1": Way(origins=("review",), to="returned", action="manual.review", done="return", needs_comment=True),
    "return_2": Way(origins=("approval",), to="returned", action="manual.approve", done="return", needs_comment=True),
    "discard": Way(origins=EDITABLE, to="discarded", action="manual.write", done="discard"),
    "take_up": Way(origins=("discarded",), to="draft", action="manual.write", done="take_up"),
}

DONE_NAMES: Mapping[str, str] = {
    "begin": N_("begun"),
    "edit": N_("edited"),
    "send": N_("sent for approval"),
    "take_back": N_("taken back"),
    "return": N_("returned with a comment"),
    "approve_1": N_("approved by the agency's reviewer"),
    "approve_2": N_("approved by OPDC and published"),
    "discard": N_("discarded"),
    "take_up": N_("taken up again"),
}
"""What was done, in the words of a list."""


def move_from(state: str, kind: Literal["approve", "return"]) -> Move | None:
    """Which approval, or whose return, is due in this state. None: the revision waits for nobody."""
    moves: dict[tuple[str, str], Move] = {
        ("review", "approve"): "approve_1",
        ("approval", "approve"): "approve_2",
        ("review", "return"): "return_1",
        ("approval", "return"): "return_2",
    }
    return moves.get((state, kind))

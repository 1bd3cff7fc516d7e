"""A change of offerings as people read it, with the way to undo it."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from api.pages.dates import clock_time, date_in_words
from api.pages.languages import prefix_of
from api.staff.access import SignedIn
from geo.opening_hours import BANGKOK
from geo.staff.offerings.find_changes import FoundChange, find_procedure_code, undoable
from geo.words import N_, translate


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """For `staff/offerings/_change.html`. `undo_action` None: it is undone already, or not this person's to undo.

    `is_new`: what was just done, which is told aloud.
    """

    number: int
    what: str
    when: str
    iso: str
    by: str
    is_undone: bool
    undo_action: str | None
    is_new: bool


def change_lines(
    session: Session, who: SignedIn, changes: list[FoundChange], language: str, done: str = ""
) -> tuple[ChangeLine, ...]:
    """`done`: number of the change that was just made."""
    may_undo = undoable(session, who.actor, [one.number for one in changes])
    return tuple(_line(one, one.number in may_undo, language, done) for one in changes)


def counts_in_words(linked: int, taken: int, language: str) -> str:
    """'3 linked, 1 unlinked'."""
    parts = [
        translate(message, language, count=f"{count:,}")
        for message, count in ((N_("{count} linked"), linked), (N_("{count} unlinked"), taken))
        if count
    ]
    return ", ".join(parts) or translate(N_("nothing changed"), language)


def path_after(session: Session, change: FoundChange, number: int | None) -> str:
    """Where somebody goes on who has undone `change`, which made the change `number`."""
    if change.at_point is not None:
        path = f"/staff/service-points/{change.at_point}/offerings"
    else:
        code = find_procedure_code(session, change.number)
        path = f"/staff/offerings/{code}" if code else "/staff/offerings"
    return path if number is None else f"{path}?done={number}"


def _line(change: FoundChange, may_undo: bool, language: str, done: str) -> ChangeLine:
    at = change.at.astimezone(BANGKOK)
    what = counts_in_words(change.linked, change.taken, language)
    if change.undoes is not None:
        what = translate(N_("Undone: {what}"), language, what=what)
    elif change.at_point is None:
        what = translate(N_("In bulk: {what}"), language, what=what)
    return ChangeLine(
        number=change.number,
        what=what,
        when=f"{date_in_words(at.date(), language)} {clock_time(at)}",
        iso=at.isoformat(timespec="seconds"),
        by=change.by,
        is_undone=change.is_undone,
        undo_action=f"{prefix_of(language)}/staff/offerings/changes/{change.number}/undo" if may_undo else None,
        is_new=str(change.number) == done,
    )

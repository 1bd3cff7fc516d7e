"""The form of a service point: what it holds, what it offers to choose from, and what was wrong with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from api.citizen.service_point.addresses import areas_in_words
from api.staff.area_lines import area_codes_in, area_lines
from api.staff.audit_log.record_words import RECORD_VALUES
from api.staff.choices import Choice, agency_options, word_choices
from geo.areas import find_area_chain
from geo.errors import InvalidQuery
from geo.models import POINT_LEVELS
from geo.staff.actor import Actor
from geo.staff.agency_tree import find_agency_code
from geo.staff.audit_search import AuditLine
from geo.staff.doubted_pin import PinDoubted
from geo.staff.said_place import find_said_subdistrict
from geo.staff.service_point_fields import FIELDS, PointState
from geo.staff.service_point_table import find_types
from geo.words import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class PointChoices:
    agencies: tuple[str, ...]
    types: tuple[str, ...]
    levels: tuple[Choice, ...]
    gecc: tuple[Choice, ...]
    accessible: tuple[Choice, ...]


def point_choices(session: Session, actor: Actor, action: str, language: str) -> PointChoices:
    levels = {level: RECORD_VALUES["level"][level] for level in POINT_LEVELS}
    return PointChoices(
        agencies=agency_options(session, actor, action),
        types=tuple(find_types(session)),
        levels=word_choices(levels, language),
        gecc=word_choices(RECORD_VALUES["gecc_level"], language),
        accessible=word_choices({"yes": N_("Yes"), "no": N_("No")}, language),
    )


def form_of(session: Session, state: PointState, agency_name: str) -> dict[str, str]:
    """The record as the fields of the form have it."""
    values = {name: _typed(value) for name, value in state.as_dict().items() if name in FIELDS}
    values["agency"] = f"{state.agency} {agency_name}"
    if state.subdistrict_code:
        areas = areas_in_words(find_area_chain(session, state.subdistrict_code), "th")
        values["subdistrict_code"] = f"{state.subdistrict_code} {areas}"
    values["areas_served"] = area_lines(session, state.areas_served)
    return values


def given_in(
    session: Session, form: Mapping[str, str], opened: Mapping[str, str] | None, state: Mapping[str, object] | None
) -> tuple[dict[str, object], list[InvalidQuery]]:
    """What the form says, ready to be checked, and what could not be looked up.

    `opened`, `state`: the record as the form and as it has it itself; a field that is as it was is as it is, however
    it is written. A box that is not ticked is not sent at all.
    """
    given: dict[str, object] = {}
    faults: list[InvalidQuery] = []
    for name in FIELDS:
        text = form.get(name, "no" if name in _BOXES else None)
        if text is None:
            continue
        if opened is not None and state is not None and text == opened.get(name):
            given[name] = state[name]
            continue
        try:
            given[name] = _LOOKED_UP[name](session, text) if name in _LOOKED_UP else text
        except InvalidQuery as error:
            faults.append(error)
    return given, faults


def merged(sent: Mapping[str, str], now: Mapping[str, str], lines: Sequence[AuditLine]) -> dict[str, str]:
    """The form that was sent, with what others have saved meanwhile where its sender had left the field as it was.

    `now`: the record as the form has it; `lines`: what others did, the latest first.
    """
    form = dict(sent)
    for line in lines:
        for name, value in (line.before or {}).items():
            was = form.get(name, "no" if name in _BOXES else "")
            codes = " ".join(line.partition(" ")[0] for line in was.splitlines())
            if name in now and _typed(value) in (was, codes):
                form[name] = now[name]
    return form


def insists(sent: Mapping[str, str]) -> bool:
    """Whether the officer is sure of the very position that she was asked about."""
    return bool(sent.get("insist")) and sent.get("insist") == sent.get("position")


def can_insist(faults: Sequence[InvalidQuery]) -> bool:
    """Whether the form has to ask her that."""
    return any(isinstance(fault, PinDoubted) and fault.may_insist for fault in faults)


_BOXES = ("no_copy", "important")


def _subdistrict(session: Session, text: str) -> str:
    return find_said_subdistrict(session, text, "subdistrict_code")


def _areas_served(session: Session, text: str) -> list[str]:
    return area_codes_in(session, text, "areas_served")


_LOOKED_UP: Mapping[str, Callable[[Session, str], object]] = {
    "agency": find_agency_code,
    "subdistrict_code": _subdistrict,
    "areas_served": _areas_served,
}


def _typed(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(map(str, value)) if isinstance(value, list) else str("" if value is None else value)

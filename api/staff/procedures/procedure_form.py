"""The form of a procedure: what it holds, what it offers to choose from, and what it says."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from api.citizen.procedure.jurisdiction import LABELS
from api.staff.area_lines import area_codes_in, area_lines
from api.staff.audit_log.record_words import PROCEDURE_KIND_NAMES
from api.staff.choices import Choice, agency_options, word_choices
from geo.errors import InvalidQuery
from geo.models import TAG_KINDS, Procedure
from geo.procedure_head import JURISDICTION_NAMES
from geo.staff.actor import Actor
from geo.staff.agency_tree import find_agency_code
from geo.staff.procedure_fields import FIELDS, ProcedureState
from geo.staff.tag_list import find_tag_choices
from geo.thai_digits import in_arabic_digits
from geo.words import N_

_LINES = ("common_names_th", "common_names_en", "free")
TICKED = ("category", "user_group")

Form = Mapping[str, str | list[str]]
"""What stands in each field; a list where boxes are ticked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureChoices:
    """`tags`: by kind, those of the list and those that the procedure has already."""

    agencies: tuple[str, ...]
    kinds: tuple[Choice, ...]
    jurisdictions: tuple[Choice, ...]
    subjects: tuple[Choice, ...]
    shown: tuple[Choice, ...]
    tags: Mapping[str, tuple[str, ...]]


def procedure_choices(session: Session, actor: Actor, form: Form, language: str) -> ProcedureChoices:
    tags: dict[str, tuple[str, ...]] = {}
    for kind in TAG_KINDS:
        worn = form.get(kind, [])
        tags[kind] = tuple(dict.fromkeys([*find_tag_choices(session, kind), *(worn if isinstance(worn, list) else [])]))
    return ProcedureChoices(
        agencies=agency_options(session, actor, "procedure.edit"),
        kinds=word_choices(PROCEDURE_KIND_NAMES, language),
        jurisdictions=word_choices(JURISDICTION_NAMES, language),
        subjects=word_choices(LABELS, language),
        shown=word_choices({"yes": N_("shown"), "no": N_("hidden")}, language),
        tags=tags,
    )


def form_of(session: Session, state: ProcedureState, procedure: Procedure | None) -> dict[str, str | list[str]]:
    """The record as the fields of the form have it."""
    form: dict[str, str | list[str]] = {}
    for name, value in state.as_dict().items():
        if isinstance(value, bool):
            form[name] = "yes" if value else "no"
        elif isinstance(value, list):
            form[name] = list(map(str, value)) if name in TICKED else "\n".join(map(str, value))
        else:
            form[name] = "" if value is None else str(value)
    form["areas"] = area_lines(session, state.areas)
    if procedure is not None:
        form["agency"] = f"{state.agency} {procedure.agency.name_th}"
        into = procedure.merged_into
        form["merged_into"] = f"{into.code} {into.title_th}" if into else ""
    return form


def sent_fields(form: FormData) -> dict[str, str | list[str]]:
    """What was sent, boxes as lists: none ticked is an empty one."""
    sent: dict[str, str | list[str]] = {
        name: value for name, value in form.items() if isinstance(value, str) and name not in TICKED
    }
    for name in TICKED:
        sent[name] = [value for value in form.getlist(name) if isinstance(value, str)]
    return sent


def given_in(session: Session, sent: Form, opened: Form | None) -> tuple[dict[str, object], list[InvalidQuery]]:
    """What the form says, ready to be checked, and what could not be looked up; `opened`: as the form had it."""
    given: dict[str, object] = {}
    faults: list[InvalidQuery] = []
    for name in FIELDS:
        value = sent.get(name)
        if value is None or (opened is not None and value == opened.get(name)):
            continue
        try:
            given[name] = _looked_up(session, name, value)
        except InvalidQuery as error:
            faults.append(error)
    return given, faults


def _looked_up(session: Session, name: str, value: str | list[str]) -> object:
    text = value if isinstance(value, str) else ""
    match name:
        case "agency":
            return find_agency_code(session, text)
        case "merged_into":
            return _procedure_code(session, text)
        case "areas":
            return area_codes_in(session, text, "areas")
        case "common_names_th" | "common_names_en" | "free":
            return text.splitlines()
    return value


def _procedure_code(session: Session, text: str) -> str:
    """The code in '0150410000001 การขอมีบัตร', or of the procedure of this title."""
    given = text.strip()
    first = in_arabic_digits(given).partition(" ")[0]
    if not given or session.scalar(select(Procedure.id).where(Procedure.code == first)):
        return first
    return session.scalar(select(Procedure.code).where(Procedure.title_th == given).limit(1)) or given

"""Lines of the audit log as people read them, for the log's own page and for `staff/_history.html` on each record."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from api.pages.dates import clock_time, date_in_words
from api.staff.audit_log.record_words import (
    PROCEDURE_FIELD_NAMES,
    PROCEDURE_KIND_NAMES,
    RECORD_FIELD_NAMES,
    RECORD_VALUES,
    value_in_words,
)
from geo.manual import PART_NAMES, PARTS
from geo.opening_hours import BANGKOK
from geo.procedures import JURISDICTION_NAMES
from geo.staff.audit_search import AuditLine, find_history
from geo.staff.roles import ROLE_NAMES
from geo.words import N_, translate

ACTION_NAMES = {
    "account.make": N_("Account made"),
    "account.password": N_("Password changed"),
    "account_request.approve": N_("Request approved"),
    "account_request.refuse": N_("Request refused"),
    "agency.add": N_("Agency added"),
    "agency.edit": N_("Agency changed"),
    "api_token.make": N_("Program's token made"),
    "api_token.revoke": N_("Program's token revoked"),
    "enrolment.issue": N_("Enrolment token issued"),
    "enrolment.refresh": N_("Enrolment token refreshed"),
    "enrolment.revoke": N_("Enrolment token revoked"),
    "enrolment.use": N_("Enrolment token used"),
    "manual.begin": N_("Revision begun"),
    "manual.edit": N_("Revision edited"),
    "manual.send": N_("Revision sent for approval"),
    "manual.take_back": N_("Revision taken back"),
    "manual.return": N_("Revision returned"),
    "manual.approve_1": N_("Revision approved for its agency"),
    "manual.approve_2": N_("Revision approved and published"),
    "people.give_role": N_("Role given"),
    "people.change_role": N_("Role changed"),
    "people.take_role": N_("Removed from the agency"),
    "procedure.add": N_("Procedure added"),
    "procedure.edit": N_("Procedure changed"),
    "service_point.add": N_("Service point added"),
    "service_point.edit": N_("Service point changed"),
    "service_point.hide": N_("Service point hidden"),
    "service_point.show": N_("Service point shown again"),
    "tag.add": N_("Tag added to its list"),
    "tag.edit": N_("Tag changed"),
}
"""What the log's actions are called; one without an entry is shown as it is."""

FIELD_NAMES = {
    **PROCEDURE_FIELD_NAMES,
    **RECORD_FIELD_NAMES,
    **{field: PART_NAMES[part] for part, fields in PARTS.items() for field in fields},
    "based_on": N_("Begun from revision"),
    "comment": N_("Comment"),
    "effective_from": N_("In force from"),
    "number": N_("Revision"),
    "at": N_("Agency or service point"),
    "by": N_("Who"),
    "email": N_("E-mail address"),
    "for": N_("For"),
    "name": N_("Name"),
    "password": N_("Password"),
    "refreshes": N_("Instead of the token with the number"),
    "role": N_("Role"),
    "scopes": N_("What may the program do?"),
    "state": N_("State"),
}
"""What fields are called; one without an entry is shown as it is."""

_VALUES: Mapping[str, Mapping[Any, str]] = {
    **RECORD_VALUES,
    "role": ROLE_NAMES,
    "state": {
        "open": N_("open"),
        "used": N_("used"),
        "revoked": N_("revoked"),
        "valid": N_("valid"),
        "approved": N_("approved"),
        "refused": N_("refused"),
        "draft": N_("draft"),
        "returned": N_("returned"),
        "review": N_("waiting for the agency's reviewer"),
        "approval": N_("waiting for OPDC"),
        "published": N_("published"),
    },
    "password": {"changed": N_("changed")},
    "kind": PROCEDURE_KIND_NAMES,
    "jurisdiction": JURISDICTION_NAMES,
}
"""Values that are words of ours, by field."""

_NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Change:
    """One field, as it was and as it is now."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    when: str
    iso: str
    by: str
    origin: str
    action: str
    subject: str
    changes: tuple[Change, ...]


def history_of(session: Session, kind: str, record_id: str, language: str) -> tuple[HistoryLine, ...]:
    """For `{% with history = page.history %}{% include "staff/_history.html" %}`; the latest first."""
    return tuple(history_line(line, language) for line in find_history(session, kind, record_id))


def history_line(line: AuditLine, language: str) -> HistoryLine:
    at = line.at.astimezone(BANGKOK)
    return HistoryLine(
        when=f"{date_in_words(at.date(), language)} {clock_time(at)}",
        iso=at.isoformat(timespec="seconds"),
        by=f"{line.by} ({line.program})" if line.program else line.by,
        origin=f"{line.device}, {line.network}",
        action=translate(ACTION_NAMES.get(line.action, line.action), language),
        subject=line.subject_name,
        changes=tuple(_changes(line, language)),
    )


def _changes(line: AuditLine, language: str) -> list[Change]:
    before, after = line.before or {}, line.after or {}
    # an agency has a category too, which is something else
    names = FIELD_NAMES | PROCEDURE_FIELD_NAMES if line.subject_kind == "procedure" else FIELD_NAMES
    return [
        Change(
            translate(names.get(name, name), language),
            _text(name, before.get(name), language),
            _text(name, after.get(name), language),
        )
        for name in dict.fromkeys([*before, *after])
    ]


def _text(field: str, value: object, language: str) -> str:
    words = _VALUES.get(field, {})
    if isinstance(value, str | bool) and value in words:
        return translate(words[value], language)
    if isinstance(value, dict):
        return ", ".join(f"{name}: {one}" for name, one in value.items()) or _NOTHING
    if isinstance(value, list) and any(isinstance(one, dict) for one in value):
        return ", ".join(map(_named, value))
    return value_in_words(field, value, language) or _NOTHING


def _named(one: object) -> str:
    """An entry of a manual by what it is called; the log's own page would not hold the whole of it."""
    if isinstance(one, dict):
        return str(next((one[name] for name in ("name_th", "text_th", "year") if one.get(name)), "–"))
    return str(one)

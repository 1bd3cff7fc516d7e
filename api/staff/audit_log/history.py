"""Lines of the audit log as people read them, for the log's own page and for `staff/_history.html` on each record."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from api.pages.dates import clock_time, date_in_words
from api.staff.audit_log.hours_words import logged_in_words
from api.staff.audit_log.record_words import (
    PROCEDURE_FIELD_NAMES,
    PROCEDURE_KIND_NAMES,
    RECORD_FIELD_NAMES,
    RECORD_VALUES,
    value_in_words,
)
from api.staff.pins.pin_words import METHOD_NAMES, STATE_NAMES
from geo.manual import PART_NAMES, PARTS
from geo.opening_hours import (
    BANGKOK,
)
from geo.pins.finding import KINDS
from geo.procedure_head import JURISDICTION_NAMES
from geo.staff.audit_search import AuditLine, find_history
from geo.staff.roles import ROLE_NAMES
from geo.words import N_, translate
from ingest.data_sets.set_kind import SET_KINDS
from ingest.data_sets.sheet_columns import COLUMN_NAMES

ACTION_NAMES = {
    "account.make": N_("Account made"),
    "account.password": N_("Password changed"),
    "account_request.approve": N_("Request approved"),
    "account_request.refuse": N_("Request refused"),
    "agency.add": N_("Agency added"),
    "agency.edit": N_("Agency changed"),
    "api_token.make": N_("Program's token made"),
    "api_token.revoke": N_("Program's token revoked"),
    "agency.hide": N_("Agency hidden"),
    "agency.remove": N_("Agency removed"),
    "data_set.activate": N_("Data set activated"),
    "data_set.discard": N_("Data set discarded"),
    "data_set.roll_back": N_("Data set rolled back"),
    "data_set.upload": N_("Data set uploaded"),
    "holiday.add": N_("Holiday added"),
    "holiday.remove": N_("Holiday taken off the calendar"),
    "holiday.reset": N_("Holiday as computed again"),
    "offering.add": N_("Offering added"),
    "offering.edit": N_("Offering changed"),
    "offering.remove": N_("Offering removed"),
    "service_point.remove": N_("Service point removed"),
    "enrolment.issue": N_("Enrolment token issued"),
    "enrolment.refresh": N_("Enrolment token refreshed"),
    "enrolment.revoke": N_("Enrolment token revoked"),
    "enrolment.use": N_("Enrolment token used"),
    "offering.hours": N_("Own hours of an offering changed"),
    "offering.link": N_("Linked in bulk"),
    "offering.take_away": N_("Unlinked in bulk"),
    "offering.undo": N_("Change of offerings undone"),
    "people.give_role": N_("Role given"),
    "people.change_role": N_("Role changed"),
    "people.take_role": N_("Removed from the agency"),
    "photo.add": N_("Photo added"),
    "photo.delete": N_("Photo deleted"),
    "photo.describe": N_("Photo described"),
    "photo.move": N_("Photo moved"),
    "photo.restore": N_("Photo brought back"),
    "manual.begin": N_("Revision begun"),
    "manual.edit": N_("Revision edited"),
    "manual.send": N_("Revision sent for approval"),
    "manual.take_back": N_("Revision taken back"),
    "manual.return": N_("Revision returned"),
    "manual.approve_1": N_("Revision approved for its agency"),
    "manual.approve_2": N_("Revision approved and published"),
    "manual.discard": N_("Draft of a manual discarded"),
    "manual.take_up": N_("Draft of a manual taken up again"),
    "procedure.add": N_("Procedure added"),
    "procedure.edit": N_("Procedure changed"),
    "service_point.add": N_("Service point added"),
    "service_point.edit": N_("Service point changed"),
    "service_point.pin": N_("Pin set"),
    "service_point.pin_accept": N_("Pin accepted"),
    "service_point.pin_confirm": N_("Pin confirmed"),
    "service_point.pin_return": N_("Pin sent back"),
    "service_point.pin_undo": N_("Pin put back"),
    "service_point.two_offices": N_("Recorded as two offices"),
    "service_point.two_offices_undo": N_("No longer recorded as two offices"),
    "service_point.hide": N_("Service point hidden"),
    "service_point.show": N_("Service point shown again"),
    "temporary_hours.add": N_("Temporary hours added"),
    "temporary_hours.change": N_("Temporary hours changed"),
    "temporary_hours.end": N_("Temporary hours ended"),
    "temporary_hours.remove": N_("Temporary hours removed"),
    "tag.add": N_("Tag added to its list"),
    "tag.edit": N_("Tag changed"),
}
"""What the log's actions are called; one without an entry is shown as it is."""

FIELD_NAMES = {
    **COLUMN_NAMES,
    **PROCEDURE_FIELD_NAMES,
    **RECORD_FIELD_NAMES,
    "alt_en": N_("Description in English"),
    "alt_th": N_("Description in Thai"),
    "accuracy_m": N_("Accuracy in metres"),
    **{field: PART_NAMES[part] for part, fields in PARTS.items() for field in fields},
    "based_on": N_("Begun from revision"),
    "closed": N_("Offices are closed"),
    "comment": N_("Comment"),
    "effective_from": N_("In force from"),
    "number": N_("Revision"),
    "at": N_("Agency or service point"),
    "kind": N_("What the file is about"),
    "complete": N_("The file is complete for this agency"),
    "new": N_("New"),
    "changed": N_("Changed"),
    "gone": N_("Not in the file"),
    "procedure": N_("Procedure"),
    "by": N_("Who"),
    "email": N_("E-mail address"),
    "for": N_("For"),
    "kept_kinds": N_("Insisted on"),
    "name": N_("Name"),
    "offering_hours": N_("Own hours of an offering"),
    "offerings": N_("Offerings"),
    "order": N_("Place in the order"),
    "password": N_("Password"),
    "photo": N_("Photo"),
    "procedures": N_("Procedures"),
    "pin_method": N_("How it was set"),
    "refreshes": N_("Instead of the token with the number"),
    "role": N_("Role"),
    "scopes": N_("What may the program do?"),
    "service_points": N_("Service points"),
    "source": N_("Who decided it"),
    "state": N_("State"),
    "temporary_hours": N_("Temporary hours"),
    "two_offices": N_("Another office than"),
    "verified_at": N_("Confirmed"),
    "verified_by": N_("Confirmed by"),
}
"""What fields are called; one without an entry is shown as it is."""

_VALUES: Mapping[str, Mapping[Any, str]] = {
    **RECORD_VALUES,
    "kept_kinds": {kind: about.name for kind, about in KINDS.items()},
    "pin_method": METHOD_NAMES,
    "role": ROLE_NAMES,
    "state": {
        "open": N_("open"),
        "used": N_("used"),
        "revoked": N_("revoked"),
        "valid": N_("valid"),
        "approved": N_("approved"),
        "refused": N_("refused"),
        "active": N_("activated"),
        "rolled_back": N_("rolled back"),
        "discarded": N_("discarded"),
        **STATE_NAMES,
        "draft": N_("draft"),
        "returned": N_("returned"),
        "review": N_("waiting for the agency's reviewer"),
        "approval": N_("waiting for OPDC"),
        "published": N_("published"),
    },
    "closed": {True: N_("Yes"), False: N_("No")},
    "complete": {True: N_("Yes"), False: N_("No")},
    "password": {"changed": N_("changed")},
    "kind": {**{name: one.name for name, one in SET_KINDS.items()}, **PROCEDURE_KIND_NAMES},
    "jurisdiction": JURISDICTION_NAMES,
}
"""Values that are words of ours, by field."""

_NOTHING = "–"

_MOST_LISTED = 20


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
    if field in ("offering_hours", "temporary_hours") and isinstance(value, dict):
        return logged_in_words(field, value, language)
    words = _VALUES.get(field, {})
    if isinstance(value, str | bool) and value in words:
        return translate(words[value], language)
    if isinstance(value, list) and len(value) > _MOST_LISTED:
        return _listed(value, language)
    if isinstance(value, list) and words:
        return ", ".join(translate(words.get(one, str(one)), language) for one in value) or _NOTHING
    return _entries(value) or value_in_words(field, value, language) or _NOTHING


def _listed(values: list[object], language: str) -> str:
    text = ", ".join(map(_named, values[:_MOST_LISTED]))
    return translate(N_("{items} and {count} more"), language, items=text, count=f"{len(values) - _MOST_LISTED:,}")


def _entries(value: object) -> str:
    """Of a manual, or of what counts by name; empty where it is neither."""
    if isinstance(value, dict):
        return ", ".join(f"{name}: {one}" for name, one in value.items())
    if isinstance(value, list) and any(isinstance(one, dict) for one in value):
        return ", ".join(map(_named, value))
    return ""


def _named(one: object) -> str:
    """An entry of a manual by what it is called; the log's own page would not hold the whole of it."""
    if isinstance(one, dict):
        return str(next((one[name] for name in ("name_th", "text_th", "year") if one.get(name)), "–"))
    return str(one)

"""The form of a closure or of other hours for a time: its days in either era, its hours, its notes."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from api.staff.audit_log.hours_words import is_closure
from api.staff.hours.stored_hours import expression_in, form_of_expression
from geo.calendar_dates import BUDDHIST_ERA, parse_date
from geo.errors import InvalidQuery
from geo.hours_text.typed_clock import clock_text, parse_typed_clock
from geo.opening_hours import BANGKOK, TemporarySpell
from geo.staff.errors import FieldsRefused
from geo.staff.field_checks import collected
from geo.staff.temporary_hours import checked_spell
from geo.weekly_hours.week import DAY_MIN
from geo.words import N_

WAYS = {
    "closed": N_("Closed"),
    "usual": N_("Moved: the usual hours at another place"),
    "week": N_("Other hours"),
    "expression": N_("As an OpenStreetMap expression"),
}

UNKNOWN = "unknown"
"""What counts for a time of which nobody knows when it is open."""


def form_of_spell(spell: TemporarySpell, usual: str | None, language: str) -> dict[str, str]:
    """`usual`: the office's expression."""
    form = _form_of_hours(spell, usual)
    since = spell.since.astimezone(BANGKOK)
    form |= {"first": typed_date(since.date(), language)}
    form |= {"first_at": "" if since.time() == time() else clock_text(since.hour * 60 + since.minute)}
    if spell.until is not None:
        until = spell.until.astimezone(BANGKOK)
        whole = until.time() == time()
        last = until.date() - timedelta(days=1) if whole else until.date()
        form |= {"last": typed_date(last, language)}
        form |= {"last_at": "" if whole else clock_text(until.hour * 60 + until.minute)}
    return form | {"note_th": spell.note_th or "", "note_en": spell.note_en or ""}


def new_form(usual: str | None, today: date, language: str) -> dict[str, str]:
    """Closed, from tomorrow on; for other hours the usual ones to begin with."""
    hours = form_of_expression(usual) if usual else _office_week()
    tomorrow = typed_date(today + timedelta(days=1), language)
    return hours | {"by": "closed", "first": tomorrow, "last": tomorrow}


def _office_week() -> dict[str, str]:
    return form_of_expression("Mo-Fr 08:30-16:30; PH off")


def spell_in(form: Mapping[str, str], usual: str | None) -> TemporarySpell:
    """Raises: FieldsRefused."""
    faults: list[InvalidQuery] = []
    since: datetime | None = None
    until: datetime | None = None
    expression = ""
    with collected(faults):
        since = _instant(form, "first")
    with collected(faults):
        until = _end(form)
    with collected(faults):
        expression = expression_for(form, usual)
    if form.get("by") == "usual" and not form.get("note_th", "").strip():
        faults.append(InvalidQuery(N_("Please say in the note where people should go."), field="note_th"))
    if since is not None and until is not None and until <= since and not faults:
        faults.append(InvalidQuery(N_("It ends before it begins."), field="last"))
    if faults or since is None:
        raise FieldsRefused(faults)
    try:
        return checked_spell(
            since=since,
            until=until,
            expression=expression,
            note_th=form.get("note_th"),
            note_en=form.get("note_en"),
        )
    except InvalidQuery as error:
        raise FieldsRefused([error]) from error


def expression_for(form: Mapping[str, str], usual: str | None) -> str:
    """Raises: InvalidQuery, FieldsRefused."""
    match form.get("by"):
        case "week" | "expression":
            return expression_in(form, None)
        case "usual":
            return usual or UNKNOWN
        case _:
            return "off"


def typed_date(day: date, language: str) -> str:
    """'31/12/2569' in Thai, '31/12/2026' in English: as one would type it."""
    return f"{day:%d/%m}/{day.year + (BUDDHIST_ERA if language == 'th' else 0)}"


def _form_of_hours(spell: TemporarySpell, usual: str | None) -> dict[str, str]:
    if is_closure(spell):
        return (form_of_expression(usual) if usual else _office_week()) | {"by": "closed"}
    if spell.expression == (usual or UNKNOWN):
        return form_of_expression(spell.expression) | {"by": "usual"}
    return form_of_expression(spell.expression)


def _instant(form: Mapping[str, str], name: str) -> datetime:
    """The beginning of the day, or the time in it that is named."""
    day = parse_date(form.get(name, ""), name)
    clock = form.get(f"{name}_at", "").strip()
    minutes = parse_typed_clock(clock, f"{name}_at") if clock else 0
    return datetime.combine(day, time(), BANGKOK) + timedelta(minutes=minutes)


def _end(form: Mapping[str, str]) -> datetime | None:
    """None until further notice. A last day without a time is meant to its end."""
    if not form.get("last", "").strip():
        if form.get("last_at", "").strip():
            raise InvalidQuery(N_("Please give the day as well."), field="last")
        return None
    end = _instant(form, "last")
    return end if form.get("last_at", "").strip() else end + timedelta(minutes=DAY_MIN)

"""The fields of a week: `mo_kind`, `mo_1_from`, `mo_1_to`, `mo_week_1`; `ph` for holidays. Read and filled in."""

import re
from collections.abc import Mapping, Sequence

from geo.errors import InvalidQuery
from geo.hours_text.typed_clock import clock_text, parse_typed_clock
from geo.staff.errors import FieldsRefused
from geo.staff.field_checks import collected
from geo.weekly_hours.edited_week import DAY_SLUGS, HOLIDAYS, MOST_SPANS, DayKind, EditedDay, EditedWeek, spans_of
from geo.weekly_hours.week import DAY_MIN, Span
from geo.words import N_, Sentence

SLUGS = (*DAY_SLUGS, HOLIDAYS)

DAY_KINDS: dict[DayKind, str] = {
    "open": N_("Open at these times"),
    "closed": N_("Closed"),
    "by_appointment": N_("By appointment"),
    "all_day": N_("Open day and night"),
    "unknown": N_("Hours unknown"),
}
HOLIDAY_KINDS: dict[DayKind, str] = {
    "closed": N_("Closed"),
    "usual": N_("As on other days"),
    **(DAY_KINDS | {"open": N_("Other hours")}),
}

WEEKS = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "last": -1}

OFFICE_HOURS = (Span(8 * 60 + 30, 16 * 60 + 30),)

_ROW = re.compile(r"([1-9]\d?)_(?:from|to)")


def rows_of(form: Mapping[str, str], slug: str) -> list[int]:
    """The numbers of the lines for times that the form has for a day, in order; one at least."""
    prefix = f"{slug}_"
    names = (name.removeprefix(prefix) for name in form if name.startswith(prefix))
    numbers = {int(found[1]) for name in names if (found := _ROW.fullmatch(name))}
    return sorted(numbers)[:MOST_SPANS] or [1]


def without_week(form: Mapping[str, str], slugs: Sequence[str] = SLUGS) -> dict[str, str]:
    """The form without the fields of these days."""
    return {name: value for name, value in form.items() if not name.startswith(tuple(f"{slug}_" for slug in slugs))}


def kind_in(form: Mapping[str, str], slug: str) -> DayKind:
    """Closed where nothing that we offer is chosen."""
    kinds = HOLIDAY_KINDS if slug == HOLIDAYS else DAY_KINDS
    return next((kind for kind in kinds if kind == form.get(f"{slug}_kind")), "closed")


def week_in(form: Mapping[str, str]) -> EditedWeek:
    """Raises: FieldsRefused, with a fault for each day, named by its slug, or for each time."""
    faults: list[InvalidQuery] = []
    found: list[EditedDay] = []
    for slug in SLUGS:
        with collected(faults):
            found.append(_day(form, slug))
    if faults:
        raise FieldsRefused(faults)
    return EditedWeek(days=tuple(found[:7]), holidays=found[7])


def span_in(form: Mapping[str, str], slug: str, row: int) -> Span | None:
    """None for an empty line. Raises: FieldsRefused."""
    names = f"{slug}_{row}_from", f"{slug}_{row}_to"
    texts = [form.get(name, "").strip() for name in names]
    if not any(texts):
        return None
    faults: list[InvalidQuery] = []
    minutes: list[int] = []
    for name, text in zip(names, texts, strict=True):
        with collected(faults):
            if not text:
                raise InvalidQuery(N_("One of the two times is missing."), field=name)
            minutes.append(parse_typed_clock(text, name))
    if faults:
        raise FieldsRefused(faults)
    start, end = minutes
    if start == DAY_MIN:
        start = 0
    if start == end:
        message = N_("It opens and closes at the same time. For 24 hours choose '{choice}'.")
        raise InvalidQuery(message, field=names[1], choice=Sentence(DAY_KINDS["all_day"]))
    return Span(start, end if start < end else end + DAY_MIN)


def form_of_week(edited: EditedWeek) -> dict[str, str]:
    """Days without times get those of other days in their hidden lines: to open on Saturdays is one tap."""
    timed = [day.spans for day in edited.days if day.is_timed and day.spans]
    usual = timed[0] if timed else OFFICE_HOURS
    form: dict[str, str] = {}
    for slug, day in zip(SLUGS, (*edited.days, edited.holidays), strict=True):
        form |= {f"{slug}_kind": day.kind} | fields_of_spans(slug, day.spans if day.is_timed else usual)
        form |= {f"{slug}_week_{name}": "yes" for name, week in WEEKS.items() if week in day.weeks}
    return form


def fields_of_spans(slug: str, spans: tuple[Span, ...]) -> dict[str, str]:
    fields = {}
    for row, span in enumerate(spans or (None,), 1):
        fields[f"{slug}_{row}_from"] = clock_text(span.start_min) if span else ""
        fields[f"{slug}_{row}_to"] = clock_text(span.end_min) if span else ""
    return fields


def _day(form: Mapping[str, str], slug: str) -> EditedDay:
    kind = kind_in(form, slug)
    if kind not in ("open", "by_appointment"):
        return EditedDay(kind=kind, weeks=_weeks(form, slug) if kind in ("all_day", "unknown") else ())
    faults: list[InvalidQuery] = []
    spans: list[Span] = []
    for row in rows_of(form, slug):
        with collected(faults):
            span = span_in(form, slug, row)
            spans += [span] if span else []
    if faults:
        raise FieldsRefused(faults)
    day = EditedDay(kind=kind, spans=tuple(sorted(spans)), weeks=_weeks(form, slug))
    spans_of(day, slug)  # refused here, so that each day's fault is told
    return day


def _weeks(form: Mapping[str, str], slug: str) -> tuple[int, ...]:
    return tuple(week for name, week in WEEKS.items() if form.get(f"{slug}_week_{name}"))

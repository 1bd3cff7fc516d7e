"""The editor of hours as its template sees it, be they the office's, an offering's, or those of a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.staff.choices import Choice, word_choices
from api.staff.hours.pasted_text import PastedText, pasted_text
from api.staff.hours.stored_hours import week_of_expression
from api.staff.hours.week_buttons import has_lunch
from api.staff.hours.week_form import DAY_KINDS, HOLIDAY_KINDS, SLUGS, kind_in, rows_of, week_in
from api.staff.rendering import FormErrors
from geo.dates_in_words import weekday_name
from geo.errors import InvalidQuery
from geo.hours_text.typed_clock import clock_text
from geo.weekly_hours.edited_week import DAY_SLUGS, MOST_SPANS
from geo.weekly_hours.week import DAY_MIN
from geo.words import N_, Sentence, translate

WEEK_NAMES = {
    "1": N_("the 1st"),
    "2": N_("the 2nd"),
    "3": N_("the 3rd"),
    "4": N_("the 4th"),
    "5": N_("the 5th"),
    "last": N_("the last"),
}


@dataclass(frozen=True, slots=True)
class SpanLine:
    """`error` is about either time."""

    row: int
    start: str
    end: str
    error: str | None


@dataclass(frozen=True, slots=True)
class Tick:
    name: str
    label: str
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class Button:
    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayEditor:
    """`buttons` copy other days. `weeks` is empty for holidays, which have no place in a month."""

    slug: str
    name: str
    kind: str
    kinds: tuple[Choice, ...]
    lines: tuple[SpanLine, ...]
    may_add: bool
    weeks: tuple[Tick, ...]
    is_in_some_weeks: bool
    buttons: tuple[Button, ...]
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursEditor:
    """`by` is what counts, one of `ways`. `richer` says why an expression is no week.

    `has_note`: there is a note for citizens, into which words can go that are no hours.
    """

    by: str
    ways: tuple[Choice, ...]
    days: tuple[DayEditor, ...]
    holidays: DayEditor
    has_lunch: bool
    expression: str
    richer: str
    text: str
    read: str
    pasted: PastedText | None
    has_note: bool
    errors: FormErrors


WEEK_WAYS: Mapping[str, str] = {"week": N_("Day by day"), "expression": N_("As an OpenStreetMap expression")}


def editor_of(
    form: Mapping[str, str],
    errors: FormErrors,
    ways: Mapping[str, str],
    *,
    stored: str | None = None,
    has_note: bool = True,
) -> HoursEditor:
    """`stored`: the expression that counts now; while it is more than a week, the editor says why."""
    language = errors.language
    days = [_day(form, slug, errors) for slug in SLUGS]
    found = week_of_expression(stored) if stored else None
    by = form.get("by", "")
    return HoursEditor(
        by=by if by in ways else next(iter(ways)),
        ways=word_choices(ways, language),
        days=tuple(days[:7]),
        holidays=days[7],
        has_lunch=has_lunch(form),
        expression=form.get("expression", ""),
        richer=found.render(language) if isinstance(found, Sentence) else "",
        text=form.get("text", ""),
        read=form.get("read", ""),
        pasted=pasted_text(form, language),
        has_note=has_note,
        errors=errors,
    )


def warnings_in(form: Mapping[str, str], language: str) -> tuple[str, ...]:
    """What may be a slip: hours that end on the next day."""
    try:
        week = week_in(form)
    except InvalidQuery:
        return ()
    late: dict[tuple[int, bool], list[str]] = {}
    for slug, day in zip(SLUGS, (*week.days, week.holidays), strict=True):
        for span in day.spans if day.is_timed else ():
            if span.end_min > DAY_MIN:
                end = span.end_min - DAY_MIN
                may_be_a_slip = span.start_min < end + HALF_DAY_MIN <= DAY_MIN
                late.setdefault((end, may_be_a_slip), []).append(day_name(slug, language))
    return tuple(
        translate(
            _PERHAPS_A_SLIP if may_be_a_slip else _OVERNIGHT,
            language,
            days=", ".join(names),
            time=clock_text(end),
            afternoon=clock_text(end + HALF_DAY_MIN),
        )
        for (end, may_be_a_slip), names in late.items()
    )


HALF_DAY_MIN = DAY_MIN // 2

_PERHAPS_A_SLIP = N_("{days}: open until {time} on the next day. If the afternoon is meant, write {afternoon}.")
_OVERNIGHT = N_("{days}: open until {time} on the next day.")


def day_name(slug: str, language: str) -> str:
    if slug in DAY_SLUGS:
        return weekday_name(DAY_SLUGS.index(slug), language)
    return translate(N_("Government holidays"), language)


def _day(form: Mapping[str, str], slug: str, errors: FormErrors) -> DayEditor:
    language = errors.language
    is_weekday = slug in DAY_SLUGS
    kind = kind_in(form, slug)
    rows = rows_of(form, slug)
    weeks = tuple(
        Tick(f"{slug}_week_{name}", translate(label, language), bool(form.get(f"{slug}_week_{name}")))
        for name, label in WEEK_NAMES.items()
    )
    return DayEditor(
        slug=slug,
        name=day_name(slug, language),
        kind=kind,
        kinds=tuple(
            Choice(value, translate(name, language))
            for value, name in (DAY_KINDS if is_weekday else HOLIDAY_KINDS).items()
        ),
        lines=tuple(_line(form, slug, row, errors) for row in rows),
        may_add=len(rows) < MOST_SPANS,
        weeks=weeks if is_weekday else (),
        is_in_some_weeks=is_weekday and any(tick.is_ticked for tick in weeks),
        buttons=tuple(_buttons(slug, language)),
        error=errors[slug],
    )


def _line(form: Mapping[str, str], slug: str, row: int, errors: FormErrors) -> SpanLine:
    start, end = f"{slug}_{row}_from", f"{slug}_{row}_to"
    return SpanLine(row, form.get(start, ""), form.get(end, ""), errors[start] or errors[end])


def _buttons(slug: str, language: str) -> Sequence[Button]:
    """On Monday the way to the whole working week, on each other day the day before."""
    if slug not in DAY_SLUGS:
        return ()
    if slug == "mo":
        label = translate(N_("Tuesday to Friday the same"), language)
        return (Button("same:mo:tu,we,th,fr", label),)
    before = DAY_SLUGS[DAY_SLUGS.index(slug) - 1]
    label = translate(N_("Same as {day}"), language, day=day_name(before, language))
    return (Button(f"same:{before}:{slug}", label),)

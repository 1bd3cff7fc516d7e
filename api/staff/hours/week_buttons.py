"""What the buttons of a week do to its form, before anything is saved: lunch breaks, same as Monday, a line more."""

from collections.abc import Callable, Mapping

from api.staff.hours.week_form import (
    OFFICE_HOURS,
    SLUGS,
    fields_of_spans,
    form_of_week,
    kind_in,
    rows_of,
    span_in,
    without_week,
)
from geo.errors import InvalidQuery
from geo.hours_text.typed_clock import clock_text
from geo.weekly_hours.edited_week import DAY_SLUGS, MOST_SPANS, EditedDay, EditedWeek
from geo.weekly_hours.week import Span

LUNCH = Span(12 * 60, 13 * 60)

_NOON, _ONE = clock_text(LUNCH.start_min), clock_text(LUNCH.end_min)


def pressed(form: Mapping[str, str], button: str) -> dict[str, str]:
    """The form as the button makes it; a button we do not know changes nothing."""
    name, _, rest = button.partition(":")
    action = _ACTIONS.get(name)
    return dict(form) if action is None else action(dict(form), rest)


def has_lunch(form: Mapping[str, str]) -> bool:
    return any(_gap(form, slug) for slug in SLUGS if _is_timed(form, slug))


def _office(form: dict[str, str], _rest: str) -> dict[str, str]:
    workday = EditedDay(kind="open", spans=OFFICE_HOURS)
    days = (*(workday,) * 5, *(EditedDay(),) * 2)
    return without_week(form) | form_of_week(EditedWeek(days=days))


def _lunch(form: dict[str, str], rest: str) -> dict[str, str]:
    """Of all days also those that are closed, whose times are hidden: they may open later."""
    for slug in SLUGS:
        if rest in ("", slug):
            spans = _typed_spans(form, slug)
            if spans is not None and len(spans) < MOST_SPANS:
                form = _without_times(form, slug) | fields_of_spans(slug, tuple(_broken(spans)))
    return form


def _no_lunch(form: dict[str, str], _rest: str) -> dict[str, str]:
    for slug in SLUGS:
        gap = _gap(form, slug)
        if gap is not None:
            before, after = gap
            form[f"{slug}_{before}_to"] = form[f"{slug}_{after}_to"]
            del form[f"{slug}_{after}_from"], form[f"{slug}_{after}_to"]
    return form


def _same(form: dict[str, str], rest: str) -> dict[str, str]:
    """`mo:tu,we` makes Tuesday and Wednesday as Monday."""
    source, _, targets = rest.partition(":")
    copied = {name[2:]: value for name, value in form.items() if name.startswith(f"{source}_")}
    for slug in targets.split(","):
        if slug in DAY_SLUGS and source in DAY_SLUGS:
            form = without_week(form, (slug,)) | {slug + name: value for name, value in copied.items()}
    return form


def _more(form: dict[str, str], slug: str) -> dict[str, str]:
    rows = rows_of(form, slug)
    if slug in SLUGS and len(rows) < MOST_SPANS:
        form |= {f"{slug}_{row}_{end}": form.get(f"{slug}_{row}_{end}", "") for row in rows for end in ("from", "to")}
        form |= {f"{slug}_{rows[-1] + 1}_{end}": "" for end in ("from", "to")}
    return form


def _less(form: dict[str, str], rest: str) -> dict[str, str]:
    slug, _, row = rest.partition(":")
    for end in ("from", "to"):
        form.pop(f"{slug}_{row}_{end}", None)
    return form


_ACTIONS: Mapping[str, Callable[[dict[str, str], str], dict[str, str]]] = {
    "office": _office,
    "lunch": _lunch,
    "nolunch": _no_lunch,
    "same": _same,
    "more": _more,
    "less": _less,
}


def _is_timed(form: Mapping[str, str], slug: str) -> bool:
    return kind_in(form, slug) in ("open", "by_appointment")


def _typed_spans(form: Mapping[str, str], slug: str) -> list[Span] | None:
    """None where a time cannot be read: what is typed must not be lost."""
    try:
        return [span for row in rows_of(form, slug) if (span := span_in(form, slug, row))]
    except InvalidQuery:
        return None


def _broken(spans: list[Span]) -> list[Span]:
    broken: list[Span] = []
    for span in spans:
        if span.holds(LUNCH):
            broken += [Span(span.start_min, LUNCH.start_min), Span(LUNCH.end_min, span.end_min)]
        else:
            broken.append(span)
    return broken


def _gap(form: Mapping[str, str], slug: str) -> tuple[int, int] | None:
    """The lines before and after a lunch break, as they are written here."""
    rows = rows_of(form, slug)
    for before in rows:
        for after in rows:
            if (form.get(f"{slug}_{before}_to"), form.get(f"{slug}_{after}_from")) == (_NOON, _ONE):
                return before, after
    return None


def _without_times(form: Mapping[str, str], slug: str) -> dict[str, str]:
    return {
        name: value
        for name, value in form.items()
        if not (name.startswith(f"{slug}_") and name.endswith(("_from", "_to")))
    }

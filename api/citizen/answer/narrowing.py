"""What leaves offices out of an answer: the filters of an address, understood one by one."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from api.citizen.answer.chosen_time import chosen_time, instant_shown, parse_day, parse_time
from api.citizen.answer.filter_form import FilterForm
from geo.errors import InvalidQuery, NotFound
from geo.nearest.chosen_filters import ChosenFilters, find_filters
from geo.nearest.filters import Filter
from geo.thai_digits import in_arabic_digits
from geo.words import N_, Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """`at` None is now. `errors` say of fields of the form why they cannot be understood; the others count."""

    filters: tuple[Filter, ...] = ()
    open_only: bool = False
    at: datetime | None = None
    within_m: float | None = None
    errors: Mapping[str, Sentence] = field(default_factory=dict)


def find_narrowing(session: Session, form: FilterForm, now: datetime, as_of: str = "") -> Narrowing:
    """`as_of`, ISO 8601, is the time that open and closed are shown for where no filter asks for another."""
    errors: dict[str, Sentence] = {}
    filters: list[Filter] = []
    for name, chosen in _chosen(form):
        with _told(errors, name):
            filters += find_filters(session, chosen)
    then = _at(errors, form, now)
    at = then or (None if form.asks_for_a_time else _as_of(errors, as_of, now))
    within_m = None
    with _told(errors):
        within_m = _within_m(form.within_m)
    open_now = bool(form.open_only) and not form.asks_for_a_time
    return Narrowing(
        filters=tuple(filters), open_only=open_now or then is not None, at=at, within_m=within_m, errors=errors
    )


def _at(errors: dict[str, Sentence], form: FilterForm, now: datetime) -> datetime | None:
    day = clock = None
    with _told(errors):
        day = parse_day(form.day)
    with _told(errors):
        clock = parse_time(form.time)
    if not errors.keys() & {"day", "time"}:
        with _told(errors):
            return chosen_time(day, clock, now)
    return None


def _as_of(errors: dict[str, Sentence], text: str, now: datetime) -> datetime | None:
    if text.strip():
        with _told(errors):
            return instant_shown(text, now)
    return None


def _chosen(form: FilterForm) -> Iterator[tuple[str, ChosenFilters]]:
    """Each filter on its own, so that a wrong one does not hide the others."""
    spoken = tuple(code for one in form.languages.split(",") if (code := one.strip().lower()))
    yield "agency", ChosenFilters(agency=form.agency.strip())
    yield "type", ChosenFilters(type=form.type.strip())
    yield "gecc", ChosenFilters(gecc=form.gecc.strip())
    yield "no_copy", ChosenFilters(no_copy=bool(form.no_copy))
    yield "accessible", ChosenFilters(accessible=bool(form.accessible))
    yield "languages", ChosenFilters(languages=spoken)
    yield "in_area", ChosenFilters(area=form.in_area.strip())
    yield "name", ChosenFilters(name=form.name)


def _within_m(text: str) -> float | None:
    if not text.strip():
        return None
    try:
        metres = float(in_arabic_digits(text))
    except ValueError:
        metres = 0.0
    if not 0 < metres < float("inf"):
        raise InvalidQuery(N_("'within_m' must be a number of metres above 0."), field="within_m")
    return metres


@contextmanager
def _told(errors: dict[str, Sentence], name: str | None = None) -> Iterator[None]:
    try:
        yield
    except (InvalidQuery, NotFound) as error:
        errors[name or error.field or ""] = error.sentence

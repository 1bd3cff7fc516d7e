"""The question Pakmud exists for: the nearest service points that offer a procedure.

Candidates come from the composite index in the order of their chords (geodesy.py says why), a few more than asked for;
they are put in order by the geodesic distance; and where the few more were too few to be sure, more are fetched.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import dist
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from geo.ask import Ask, Rows, run
from geo.coordinates import LonLat
from geo.data_version import versions_statement
from geo.database import time_limit
from geo.geodesy import Geocentric, geocentric, geodesic_m, longest_chord_m, shortest_chord_m
from geo.government_holidays import GovernmentCalendar
from geo.nearest.filters import sorts_of
from geo.nearest.question import NearestQuery, Place
from geo.nearest.statement import WALKED_AT_ONCE, Face, Part, Shape, nearest_statement, position_of
from geo.opening_hours import Hours, Opening
from geo.schedule_book import Moment, ScheduleBook, book_of, refreshed, remember

SPARE_CANDIDATES = 2
"""Fetched beyond what is needed: one tells whether there is more, the other nearly always that none is missed."""


class Found(NamedTuple):
    """A service point in its place, which the first two say; `described` is what the face says of it."""

    distance_mm: int
    service_point_id: int
    distance_m: float
    schedule_id: int | None
    competent: bool | None
    described: Sequence[Any]

    @property
    def place(self) -> Place:
        return Place(
            distance_mm=self.distance_mm,
            service_point_id=self.service_point_id,
            competent=self.competent is True,
        )


@dataclass(frozen=True, slots=True)
class Page:
    """At most `limit` service points in order; `next` is the cursor of the following page, None at the end."""

    found: list[Found]
    next: str | None
    moment: Moment
    data_version: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A service point in an answer; `distance_m` is geodesic on WGS84, `opening` its state at the time asked about.

    `competent` is None where nobody asked, or where it depends on where exactly the home is. `serves` are codes of
    areas, None where nobody says.
    """

    service_point_id: int
    code: str
    name_th: str
    name_en: str | None
    type: str | None
    agency_code: str
    agency_name_th: str
    agency_name_en: str | None
    address_th: str | None
    subdistrict_code: str | None
    postcode: str | None
    phone: str | None
    email: str | None
    hours_note: str | None
    gecc_level: str
    no_copy: bool
    accessible: bool | None
    languages: list[str]
    serves: list[str] | None
    pin_method: str
    position: LonLat
    distance_m: float
    competent: bool | None
    hours: Hours
    opening: Opening

    def name(self, language: str) -> str:
        return self.name_th if language == "th" or not self.name_en else self.name_en

    @property
    def opening_hours(self) -> str | None:
        """The usual hours as an OSM expression, None where nobody knows."""
        return self.hours.expression

    @property
    def place(self) -> Place:
        return Place(
            distance_mm=round(self.distance_m * 1000),
            service_point_id=self.service_point_id,
            competent=self.competent is True,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """At most `limit` hits: competent first, then nearest, ties by id.

    `next` is the cursor of the following page, None at the end. `at` is the minute of the openings, on `calendar`.
    """

    hits: list[Hit]
    next: str | None
    at: datetime
    calendar: GovernmentCalendar


def find_nearest(session: Session, query: NearestQuery, *, timeout_ms: int = 2_000) -> Answer:
    """The answer is exact: set and order are those of sorting every offering by its geodesic distance.

    Without `within_m` there is no radius: however far away, the nearest are found. Empty when nobody (further) offers
    the procedure. Raises: SearchTimedOut.
    """
    engine = session.connection().engine
    with time_limit(session, timeout_ms):
        page = run(session, search(query, book_of(engine), "columns"))
    remember(engine, page.moment.book)
    hits = [_hit(found, page.moment) for found in page.found]
    return Answer(hits=hits, next=page.next, at=page.moment.at, calendar=page.moment.book.calendar)


def search(
    query: NearestQuery, book: ScheduleBook | None, face: Face, *, walk_first: bool = False
) -> Generator[Ask, Rows, Page]:
    """The steps of the search, for whoever talks to the database, waiting or not.

    `book` is what is remembered of schedules and holidays; the page's `moment.book` is newer where that was too old.
    `walk_first`: for what is left of a filter, look around her before asking for a plan for its values.
    """
    while True:
        if book is None:
            book = yield from refreshed(None)
        asked = _Asked(query, book.moment(query.at), face, walk_first)
        try:
            return (yield from _page(asked))
        except _OutOfDate:
            book = yield from refreshed(book)


class _Asked(NamedTuple):
    """What stays the same through all steps."""

    query: NearestQuery
    moment: Moment
    face: Face
    walk_first: bool


class _OutOfDate(Exception):
    """The database knows schedules or holidays that the book does not."""


def _page(asked: _Asked) -> Generator[Ask, Rows, Page]:
    query = asked.query
    found: list[Found] = []
    versions: list[int] = []
    for part in _parts(query):
        needed = query.limit - len(found)
        if needed >= 0:
            found += yield from _first(asked, part, needed, versions)
    page = found[: query.limit]
    following = query.cursor(page[-1].place) if len(found) > query.limit else None
    # The oldest: an answer put together from two versions is not as new as the newer one.
    return Page(page, following, asked.moment, min(versions))


def _parts(query: NearestQuery) -> tuple[Part, ...]:
    if query.home is None:
        return ("everyone",)
    if query.after is not None and not query.after.competent:
        return ("others",)
    return ("competent", "others")


def _first(asked: _Asked, part: Part, needed: int, versions: list[int]) -> Generator[Ask, Rows, list[Found]]:
    """The first `needed` of a part behind `query.after`, proven to be the first, and one more if there is one."""
    query, moment = asked.query, asked.moment
    after = query.after if query.after and query.after.competent == (part == "competent") else None
    start = geocentric(query.origin)
    candidates = needed + SPARE_CANDIDATES
    leaves_out = bool(query.filters) or part != "everyone"
    walks_first = asked.walk_first and leaves_out and part != "competent"
    while True:
        walk_only = walks_first and candidates <= WALKED_AT_ONCE
        shape = _shape(asked, part, candidates, after, walk_only=walk_only)
        values = _values(query, start, moment, after, shape)
        rows = yield Ask(nearest_statement(shape), values, planned_once=walk_only or not leaves_out)
        if walk_only and len(rows) < candidates:  # which says nothing: they may be further away
            walks_first = False
            continue
        _check_schedules(rows, moment)
        # Without a row nothing tells the versions, and what is closed on an old calendar may be open by now.
        seen = rows[0][4:6] if rows else (yield Ask(versions_statement(), {}))[0]
        if seen[0] != moment.book.calendar_version:
            raise _OutOfDate
        versions.append(seen[1])
        found = in_order(rows, start)
        if query.within_m is not None:
            found = [one for one in found if one.distance_m <= query.within_m]
        if after is not None:
            found = [one for one in found if one[:2] > (after.distance_mm, after.service_point_id)]
        if len(rows) < candidates or _is_proven(found, needed, query.within_m, dist(start, position_of(rows[-1][2]))):
            return found[: needed + 1]
        candidates *= 4


def _shape(asked: _Asked, part: Part, candidates: int, after: Place | None, *, walk_only: bool) -> Shape:
    query = asked.query
    return Shape(
        candidates=candidates,
        part=part,
        filters=sorts_of(query.filters),
        within=query.within_m is not None,
        open_only=query.open_only,
        hours_class=asked.moment.hours_class if query.open_only else 0,
        after=after is not None,
        walk_only=walk_only,
        face=asked.face,
    )


def _values(
    query: NearestQuery, start: Geocentric, moment: Moment, after: Place | None, shape: Shape
) -> dict[str, Any]:
    x, y, z = start
    values: dict[str, Any] = {"procedure_id": query.procedure_id, "x": x, "y": y, "z": z}
    for one in query.filters:
        values.update(one.values())
    if query.home is not None:
        values.update(query.home.values())
    if query.within_m is not None:
        values["within_chord_m"] = longest_chord_m(query.within_m)
    if shape.open_only:
        values.update(open_bits=moment.open_bits, highest_schedule_id=moment.highest_schedule_id)
    if after is not None:
        values["after_chord_m"] = shortest_chord_m(after.distance_mm / 1000)
    return values


def _check_schedules(rows: Rows, moment: Moment) -> None:
    """Raises: _OutOfDate."""
    if not moment.book.knows([row[1] for row in rows]):
        raise _OutOfDate


def in_order(rows: Rows, start: Geocentric) -> list[Found]:
    """The rows of a `nearest_statement`, by their geodesics from `start`."""
    found: list[Found] = []
    for row in rows:
        distance_m = geodesic_m(start, position_of(row[2]))
        found.append(Found(round(distance_m * 1000), row[0], distance_m, row[1], row[3], row[6:]))
    found.sort()  # no two have the same id, so that nothing behind it is compared
    return found


def _is_proven(found: Sequence[Found], needed: int, within_m: float | None, furthest_chord_m: float) -> bool:
    """Whether there are surely more than `needed`, and nobody as far as `furthest_chord_m` can be among the first."""
    if within_m is not None and longest_chord_m(within_m) < furthest_chord_m:
        return True
    if len(found) <= needed:
        return False
    return needed == 0 or longest_chord_m(found[needed - 1].distance_m) < furthest_chord_m


def _hit(found: Found, moment: Moment) -> Hit:
    *described, lon, lat = found.described
    reached = LonLat(lon=lon, lat=lat), found.distance_m, found.competent
    hours = moment.book.hours(found.schedule_id), moment.opening(found.schedule_id)
    return Hit(*(found.service_point_id, *described, *reached, *hours))

"""The answers for one chunk of a batch: one statement, and another for the rows that it was not enough for.

The walk outwards and the proof that it went far enough are those of `search.py`, without its filters; so the order is
the same: by geodesic distance in millimetres, then by id.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, cast

from psycopg import Connection as DriverConnection
from sqlalchemy import Select
from sqlalchemy.orm import Session

from geo.ask import run
from geo.coordinates import LonLat
from geo.database import time_limit
from geo.errors import UnknownProcedure
from geo.geodesy import geodesic_m, longest_chord_m
from geo.nearest.batch_arrays import AskedRows, understand_arrays
from geo.nearest.batch_question import Batch, BatchAnswer, BatchHit, BatchRow, RefusedRow
from geo.nearest.batch_statement import nearest_batch_statement, procedures_statement
from geo.opening_expression import State
from geo.opening_hours import BANGKOK, state_at
from geo.schedule_book import ScheduleBook, book_of, refreshed, remember

TIMEOUT_MS = 60_000
"""For a chunk; it takes a tenth of a second when all is well."""


@dataclass(frozen=True, slots=True)
class Among:
    """Which service points are looked through: a statement for how many are measured, with what it binds besides."""

    statement: Callable[[int], Select[*tuple[Any, ...]]]
    values: Mapping[str, object]


ALL = Among(nearest_batch_statement, {})


def answer_chunk(
    session: Session,
    batch: Batch,
    rows: Sequence[BatchRow | RefusedRow],
    *,
    among: Among = ALL,
    timeout_ms: int = TIMEOUT_MS,
) -> list[BatchAnswer]:
    """One answer for each row, in their order. Raises: SearchTimedOut."""
    engine = session.connection().engine
    with time_limit(session, timeout_ms):
        codes = list({row.procedure for row in rows if isinstance(row, BatchRow)})
        ids = dict(session.execute(procedures_statement(), {"codes": codes}).all())
        found = _find(session, _asked(rows, ids), batch.per_row, among)
        book = _book_for(session, book_of(engine), found.values())
    remember(engine, book)
    states = _States(book, batch.at)
    return [_answer(row, found.get(place), states) for place, row in enumerate(rows)]


def _asked(rows: Sequence[BatchRow | RefusedRow], ids: Mapping[str, int]) -> AskedRows:
    return AskedRows.of(
        [
            (place, ids[row.procedure], row.position)
            for place, row in enumerate(rows)
            if isinstance(row, BatchRow) and row.procedure in ids
        ]
    )


class _Found(NamedTuple):
    """A row of the statement behind its place, with the distance instead of coordinates."""

    next_chord_m: float | None
    calendar_version: int
    distance_m: float
    service_point_id: int
    schedule_id: int | None
    code: str
    name_th: str
    name_en: str | None
    lon: float
    lat: float


def _find(session: Session, asked: AskedRows, per_row: int, among: Among) -> dict[int, list[_Found]]:
    """The first `per_row` for each row, by its place, proven to be the first."""
    found: dict[int, list[_Found]] = {}
    connection = session.connection()  # the session itself looks at every row for objects
    understand_arrays(cast("DriverConnection[Any]", connection.connection.driver_connection))
    measured = per_row
    while len(asked.places):
        places = asked.places.tolist()
        starts = dict(zip(places, map(tuple, asked.starts.tolist()), strict=True))
        found.update((place, []) for place in places)
        for row in connection.execute(among.statement(measured), {**among.values, **asked.values()}).all():
            place, next_chord_m, calendar_version, x, y, z, *described = row
            distance_m = geodesic_m(starts[place], (x, y, z))
            found[place].append(_Found(next_chord_m, calendar_version, distance_m, *described))
        if measured > 1:
            found.update((place, sorted(found[place], key=_order)[:per_row]) for place in places)
        asked = asked.only([place for place in places if not _is_proven(found[place])])
        measured = 4 * measured + 4
    return found


def _is_proven(group: Sequence[_Found]) -> bool:
    """Whether nothing that was not measured, be it as near as the next chord, could stand among the first."""
    if not group or group[0].next_chord_m is None:
        return True
    return longest_chord_m(group[-1].distance_m) < group[0].next_chord_m


def _order(found: _Found) -> tuple[int, int]:
    return round(found.distance_m * 1000), found.service_point_id


def _book_for(session: Session, book: ScheduleBook | None, groups: Iterable[Sequence[_Found]]) -> ScheduleBook:
    """One that knows all that was found, on the calendar of the moment."""
    found = [one for group in groups for one in group]
    if (
        book is None
        or any(one.calendar_version != book.calendar_version for one in found)
        or not book.knows(one.schedule_id for one in found)
    ):
        return run(session, refreshed(book))
    return book


class _States:
    """Of schedules, each evaluated once for an instant."""

    def __init__(self, book: ScheduleBook, at: datetime) -> None:
        self._book = book
        self._by_instant: dict[datetime | None, _StatesAt] = {None: _StatesAt(book, at)}

    def at(self, at: datetime | None) -> "_StatesAt":
        if at not in self._by_instant:
            self._by_instant[at] = _StatesAt(self._book, cast("datetime", at))
        return self._by_instant[at]


class _StatesAt(dict[int | None, State]):
    """By schedule, in the minute that the instant lies in."""

    def __init__(self, book: ScheduleBook, at: datetime) -> None:
        super().__init__()
        self._book = book
        self._minute = at.astimezone(BANGKOK).replace(second=0, microsecond=0)

    def __missing__(self, schedule_id: int | None) -> State:
        state = self[schedule_id] = state_at(self._book.hours(schedule_id), self._minute, self._book.calendar)
        return state


def _answer(row: BatchRow | RefusedRow, found: Sequence[_Found] | None, states: _States) -> BatchAnswer:
    if isinstance(row, RefusedRow):
        return BatchAnswer(row.id, error=row.error)
    if found is None:
        return BatchAnswer(row.id, error=UnknownProcedure(row.procedure).sentence)
    state = states.at(row.at)
    return BatchAnswer(row.id, tuple(_hit(one, state[one.schedule_id]) for one in found))


def _hit(found: _Found, state: State) -> BatchHit:
    position = LonLat(lon=found.lon, lat=found.lat)
    return BatchHit(found.service_point_id, found.code, found.name_th, found.name_en, found.distance_m, position, state)

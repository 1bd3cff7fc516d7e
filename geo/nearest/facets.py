"""How many service points would remain if a filter were added to a question, or exchanged for another of its sort.

One statement groups all that offer the procedure by the values of every facet; those that fail exactly one filter
count where that filter may be exchanged. Counts are kept until something is written, or as long as the asker likes.
"""

from collections import Counter, OrderedDict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from threading import Lock
from time import monotonic
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, Select
from sqlalchemy.orm import Session

from geo.ask import Rows, run
from geo.data_version import versions_statement
from geo.database import time_limit
from geo.geodesy import geocentric, longest_chord_m, shortest_chord_m
from geo.nearest.facet_values import Counts, Facet, FacetValue, facet_values
from geo.nearest.facets_statement import GROUPED, facets_statement
from geo.nearest.filters import InArea, OfAgency, OfType, WithGeccLevel, sorts_of
from geo.nearest.question import NearestQuery
from geo.opening_hours import BANGKOK, state_at
from geo.schedule_book import Moment, book_of, refreshed, remember

REMEMBERED = 256
"""Questions whose counts are kept: there are thousands of procedures, and a few are asked for."""

_EXCHANGED_BY = {
    OfAgency.field: "agency_id",
    OfType.field: "type",
    WithGeccLevel.field: "gecc_level",
    InArea.field: "province",
}
"""The column in which a service point counts although it fails the filter of this field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """`total` remain now; `at` is the minute that the facet `open_only` is about."""

    total: int
    facets: tuple[Facet, ...]
    at: datetime


def find_facets(session: Session, query: NearestQuery, *, timeout_ms: int = 2_000, max_age_s: float = 0.0) -> Facets:
    """Counts are those of the hits of `find_nearest` to the last page; home, limit and place do not matter.

    `max_age_s`: how long ago the counts may have been made although something was written since.

    Raises: SearchTimedOut.
    """
    engine = session.connection().engine
    at = query.at or datetime.now(BANGKOK)
    with time_limit(session, timeout_ms):
        calendar_version, data_version = session.execute(versions_statement()).one()
        moment = _moment(session, at, calendar_version, all_known=query.open_only)
        key = _key(query, moment), calendar_version
        kept = _kept(engine, key)
        if kept is None or (kept.data_version != data_version and kept.made_s + max_age_s <= monotonic()):
            counts = _counts(session.execute(*_question(query, moment)).all())
            kept = _Kept(counts, facet_values(session, counts, query.filters), data_version, monotonic())
            _keep(engine, key, kept)
        counts = kept.counts
        moment = _moment(session, at, calendar_version, known=counts.schedule_ids)
    return Facets(total=counts.total, facets=(_opening(query, counts, moment), *kept.facets), at=moment.at)


def _moment(
    session: Session, at: datetime, calendar_version: int, *, known: Iterable[int] = (), all_known: bool = False
) -> Moment:
    """With a book that knows these schedules, or all of them."""
    engine = session.connection().engine
    book = book_of(engine)
    if book is None or all_known or book.calendar_version != calendar_version or not book.knows(known):
        book = run(session, refreshed(book))
        remember(engine, book)
    return book.moment(at)


def _key(query: NearestQuery, moment: Moment) -> Hashable:
    """What the counts depend on; those of what is open are kept for a minute."""
    place = (query.origin, query.within_m) if query.within_m is not None else None
    return query.procedure_id, frozenset(query.filters), place, moment.at if query.open_only else None


def _question(query: NearestQuery, moment: Moment) -> tuple[Select[*tuple[Any, ...]], dict[str, Any]]:
    sorts = sorts_of(query.filters)
    values: dict[str, Any] = {"procedure_id": query.procedure_id}
    for one in query.filters:
        values.update(one.values())
    if query.within_m is not None:
        x, y, z = geocentric(query.origin)
        values.update(x=x, y=y, z=z, lon=query.origin.lon, lat=query.origin.lat, within_m=query.within_m)
        values.update(reach_m=longest_chord_m(query.within_m), sure_m=shortest_chord_m(query.within_m))
    if query.open_only:
        values["open_schedule_ids"] = [id_ for id_, _ in moment.book.entries() if _is_open(id_, moment)]
    return facets_statement(sorts, within=query.within_m is not None, open_only=query.open_only), values


def _counts(rows: Rows) -> Counts:
    by: dict[str, Counter[Any]] = {name: Counter() for names in GROUPED for name in names}
    total = 0
    for mask, failed, *values, count in rows:
        here = _group(mask)
        if here == 0 and failed is None:
            total += count
        for name, value in zip(chain(*GROUPED), values, strict=True):
            counts = failed is None or _EXCHANGED_BY[failed] == name
            if name in GROUPED[here] and value is not None and counts:
                by[name][tuple(value) if name == "languages" else value] += count
    return Counts(
        total=total,
        agency_ids=by["agency_id"],
        types=by["type"],
        gecc_levels=by["gecc_level"],
        provinces=by["province"],
        no_copy=by["no_copy"][True],
        accessible=by["accessible"][True],
        languages=by["languages"],
        schedule_ids=by["schedule_id"],
    )


def _group(mask: int) -> int:
    """The place of the one that a row is about."""
    return next(place for place in range(len(GROUPED)) if not mask >> (len(GROUPED) - 1 - place) & 1)


def _opening(query: NearestQuery, counts: Counts, moment: Moment) -> Facet:
    condition = replace(query, open_only=True).conditions()[0]
    count = sum(count for id_, count in counts.schedule_ids.items() if _is_open(id_, moment))
    values = (FacetValue("true", condition.sentence, count, query.open_only),) if count or query.open_only else ()
    return Facet(condition.field, values)


def _is_open(schedule_id: int, moment: Moment) -> bool:
    return state_at(moment.book.hours(schedule_id), moment.at, moment.book.calendar) == "open"


class _Kept(NamedTuple):
    """`data_version` is the one that the counts are not older than, `made_s` when they were made, by `monotonic`."""

    counts: Counts
    facets: tuple[Facet, ...]
    data_version: int
    made_s: float


_memories: WeakKeyDictionary[Engine, OrderedDict[Hashable, _Kept]] = WeakKeyDictionary()
_lock = Lock()


def _kept(engine: Engine, key: Hashable) -> _Kept | None:
    with _lock:
        memory = _memories.setdefault(engine, OrderedDict())
        if key in memory:
            memory.move_to_end(key)
        return memory.get(key)


def _keep(engine: Engine, key: Hashable, kept: _Kept) -> None:
    with _lock:
        memory = _memories.setdefault(engine, OrderedDict())
        memory[key] = kept
        if len(memory) > REMEMBERED:
            memory.popitem(last=False)

"""The only file of the benchmarks that knows how Pakmud's search is called."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from psycopg.sql import SQL, Identifier, Literal
from sqlalchemy import Engine, Select, create_engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from benchmarks.country import Connection, Country
from benchmarks.question import Found, Question
from geo.ask import Ask
from geo.database import OPTIONS
from geo.geodesy import geocentric
from geo.maintain import put_in_order
from geo.nearest.batch import find_nearest_batch, find_nearest_batch_at_once
from geo.nearest.batch_question import BatchAnswer, BatchRow
from geo.nearest.filters import OfAgency
from geo.nearest.memory_index import MemoryIndex
from geo.nearest.question import NearestQuery
from geo.nearest.search import Page, find_nearest, in_order, search
from geo.nearest.statement import Face
from geo.opening_hours import state_at
from geo.schedule_book import ScheduleBook, refreshed
from geo.words import Name

INDEXES = ("offering_nearest", "offering_nearest_unusual", "offering_nearest_night")
"""Those that walk outwards from a place."""

PLANNED_ONCE = "force_generic_plan"
"""PostgreSQL's `plan_cache_mode` of the connections that plain searches go by."""

_SETTING = re.compile(r"-c (\w+)=(\S+)")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement as psycopg takes it; the same object of text for all questions of one shape."""

    sql: str
    values: Mapping[str, Any]


def query_of(question: Question, *, at: datetime | None = None) -> NearestQuery:
    """`at`: the instant that openings are told of, where the question does not say."""
    filters = (OfAgency(question.agency_id, "", Name("", None)),) if question.agency_id is not None else ()
    return NearestQuery(
        origin=question.origin,
        procedure_id=question.procedure_id,
        limit=question.limit,
        filters=filters,
        open_only=question.open_at is not None,
        at=question.open_at or at,
    )


def open_schedules(connection: Connection, at: datetime) -> list[int]:
    """Ids of all that are open at an instant: each evaluated by itself, without the search's bits and classes."""
    book = _read_book(connection)
    return [
        schedule_id
        for schedule_id, _ in book.entries()
        if state_at(book.hours(schedule_id), at, book.calendar) == "open"
    ]


class Search:
    """Pakmud's search over a connection of psycopg's: its statements, without SQLAlchemy on the clock.

    The connection is set as `api/search_pool.py` sets its own. `planned_once` is false for what goes by the connections
    of `geo/database.py` instead: filters, which want a plan for each value.
    """

    def __init__(self, connection: Connection, face: Face = "json", *, planned_once: bool = True) -> None:
        for name, value in _SETTING.findall(f"-c plan_cache_mode={PLANNED_ONCE}" if planned_once else OPTIONS):
            connection.execute(SQL("SET {} = {}").format(Identifier(name), Literal(value)))
        # One for all questions: a new one each time takes as long as the way to the database and back.
        self._cursor = connection.cursor(binary=True)
        self._face: Face = face
        self._book = _read_book(connection)

    @property
    def book(self) -> ScheduleBook:
        return self._book

    def prepare(self, query: NearestQuery) -> Prepared:
        """The statement that nearly every question is answered by, alone."""
        ask: Ask = next(search(query, self._book, self._face))
        return _prepared(ask)

    def prepare_places(self, query: NearestQuery) -> Prepared:
        """The same, told nothing of the service points but who and how far: what other engines tell."""
        ask: Ask = next(search(query, self._book, self._face))
        return _prepared(Ask(_only_places(ask.statement), ask.values))

    def rows(self, prepared: Prepared) -> Sequence[Sequence[Any]]:
        return self._cursor.execute(prepared.sql, prepared.values, prepare=True).fetchall()

    def page(self, query: NearestQuery) -> Page:
        """All steps: the statement, the proof that it was enough, and further statements where it was not."""
        steps = search(query, self._book, self._face)
        try:
            ask = next(steps)
            while True:
                ask = steps.send(self.rows(_prepared(ask)))
        except StopIteration as done:
            page: Page = done.value
            return page


def found_in_rows(rows: Sequence[Sequence[Any]], question: Question) -> Found:
    """The nearest of a statement's rows, without the proof."""
    return [
        (one.service_point_id, one.distance_mm) for one in in_order(rows, geocentric(question.origin))[: question.limit]
    ]


def found_in_page(page: Page) -> Found:
    return [(one.service_point_id, one.distance_mm) for one in page.found]


def find(session: Session, query: NearestQuery) -> Found:
    """As pages and terminal commands ask: hits out of a session of SQLAlchemy's."""
    return [(hit.service_point_id, round(hit.distance_m * 1000)) for hit in find_nearest(session, query).hits]


def _read_book(connection: Connection) -> ScheduleBook:
    steps = refreshed(None)
    try:
        ask = next(steps)
        while True:
            prepared = _prepared(ask)
            ask = steps.send(connection.execute(prepared.sql, prepared.values).fetchall())
    except StopIteration as done:
        book: ScheduleBook = done.value
        return book


def _prepared(ask: Ask) -> Prepared:
    sql, constants = _compiled(ask.statement)
    return Prepared(sql, {**constants, **ask.values})


@lru_cache(maxsize=64)
def _only_places(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Its first columns: what a search reads of a row to put it in its place."""
    return statement.with_only_columns(*list(statement.selected_columns)[:4], maintain_column_froms=True)


@lru_cache(maxsize=64)
def _compiled(statement: Select[*tuple[Any, ...]]) -> tuple[str, Mapping[str, Any]]:
    """The text, and the values that are the same in every question."""
    compiled = statement.compile(dialect=PGDialect_psycopg())  # type: ignore[no-untyped-call]
    return str(compiled), {name: value for name, value in compiled.params.items() if value is not None}


def pgbench_script(prepared: Prepared) -> str:
    """The statement with its values as pgbench's variables, which it binds as parameters."""
    text, settings = prepared.sql.replace("%%", "%"), []
    for name, value in prepared.values.items():
        text = text.replace(f"%({name})s", f":{name}")
        settings.append(f"\\set {name} {value!r}")
    return "\n".join([*settings, " ".join(text.split()) + ";\n"])


def maintain(country: Country) -> None:
    """Runs Pakmud's own maintenance, as `pakmud db maintain` does."""
    engine = create_engine(country.url, poolclass=NullPool)
    put_in_order(engine)
    engine.dispose()


def procedure_codes(connection: Connection) -> dict[int, str]:
    """By id."""
    rows = connection.execute("SELECT id, code FROM procedure").fetchall()
    return {int(str(one)): str(code) for one, code in rows}


def subdistrict_codes(connection: Connection) -> list[str]:
    """Of all in force, in their order."""
    statement = "SELECT code FROM area WHERE level = 'subdistrict' AND abolished_on IS NULL ORDER BY code"
    return [str(code) for (code,) in connection.execute(statement).fetchall()]


def find_in_bulk(
    engine: Engine, questions: Sequence[Question], codes: Mapping[int, str], *, connections: int
) -> list[Found]:
    """The nearest one for each question, in their order."""
    rows = (
        BatchRow(id=str(place), position=question.origin, procedure=codes[question.procedure_id])
        for place, question in enumerate(questions)
    )
    if connections > 1:
        return [_found_in(answer) for answer in find_nearest_batch_at_once(engine, rows, connections=connections)]
    with Session(engine) as session:
        return [_found_in(answer) for answer in find_nearest_batch(session, rows)]


def _found_in(answer: BatchAnswer) -> Found:
    return [(hit.service_point_id, round(hit.distance_m * 1000)) for hit in answer.hits]


def load_memory_index(session: Session, questions: Sequence[Question]) -> MemoryIndex:
    """Of the procedures that are asked for."""
    return MemoryIndex.load(session, sorted({question.procedure_id for question in questions}))


def find_in_memory(index: MemoryIndex, question: Question) -> Found:
    found = index.find_nearest(query_of(question))
    return [(one.service_point_id, round(one.distance_m * 1000)) for one in found]

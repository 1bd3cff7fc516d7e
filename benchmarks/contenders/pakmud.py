"""Pakmud itself, in four depths."""

from collections.abc import Sequence

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from benchmarks.country import Connection, Country
from benchmarks.pakmud_search import Prepared, Search, find, found_in_page, found_in_rows, query_of
from benchmarks.question import Found, Question
from geo.database import connect
from geo.nearest.question import NearestQuery


class Pakmud:
    """The statement of a search, prepared; every row carries the service point's whole part of the answer as JSON."""

    name = "pakmud"
    about = (
        "the search's statement, prepared, over psycopg: what PostgreSQL and the way to it take; full answers as JSON"
    )

    planned_once = True
    _connection: Connection | None = None

    def prepare(self, country: Country, questions: Sequence[Question]) -> None:
        self._connection = country.connect()
        self._search = Search(self._connection, planned_once=self.planned_once)
        self._prepared = {question: self._prepare(query_of(question)) for question in questions}

    def _prepare(self, query: NearestQuery) -> Prepared:
        return self._search.prepare(query)

    def answer(self, question: Question) -> Found:
        return found_in_rows(self._search.rows(self._prepared[question]), question)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()


class PakmudPlaces(Pakmud):
    """What the question itself takes, and what Redis, the join and the indexes in memory are asked for."""

    name = "pakmud_places"
    about = "the same statement without the service points' JSON: ids and geodesics, as the other engines answer"

    def _prepare(self, query: NearestQuery) -> Prepared:
        return self._search.prepare_places(query)


class PakmudSteps(Pakmud):
    """Everything that the fast route does but HTTP."""

    name = "pakmud_steps"
    about = "all steps of the search over psycopg: values, statement, order, proof, openings' calendar"

    def answer(self, question: Question) -> Found:
        return found_in_page(self._search.page(query_of(question)))


class PakmudHits:
    """What Python programs get."""

    name = "pakmud_hits"
    about = "find_nearest() in a session of SQLAlchemy's: hits with openings, as pages and terminal commands use it"

    _engine: Engine | None = None

    def prepare(self, country: Country, questions: Sequence[Question]) -> None:
        self._engine = connect(country.url, pool_size=1)

    def answer(self, question: Question) -> Found:
        assert self._engine is not None  # noqa: S101 - prepare() comes first
        with Session(self._engine) as session:
            return find(session, query_of(question))

    def close(self) -> None:
        if self._engine is not None:
            self._engine.dispose()

"""Vectors of many procedures are made beside the searches, by one process for all."""

from collections.abc import Iterator
from datetime import date, timedelta
from threading import Event

import pytest
from sqlalchemy import Engine, create_engine, func, select, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geo.finding.catalogue import MOST_MADE_IN_A_SEARCH
from geo.finding.finder import Finder
from geo.finding.meaning.vectors import forget_vectors
from geo.finding.readiness import MAKER_LOCK, forget_what_is_over, make_all_vectors
from geo.finding.unanswered import KEPT_DAYS
from geo.models import FindingVector, UnansweredSearch
from geo.procedure_list import ProcedureQuery
from tests.country import Country


@pytest.fixture
def database(fresh_database: str) -> Iterator[Engine]:
    """With more names than a search makes vectors of."""
    engine = create_engine(fresh_database, poolclass=NullPool)
    with Session(engine) as session:
        country = Country(session)
        for number in range(MOST_MADE_IN_A_SEARCH):
            country.make_procedure(title_th=f"ขออนุญาตเลี้ยงช้างเชือกที่ {number}", title_en=f"Elephant no. {number}")
        session.commit()
    yield engine
    engine.dispose()


def test_searches_answer_by_spelling_until_the_vectors_are_there(database: Engine, finder: Finder) -> None:
    with Session(database) as session:
        assert finder.find(session, ProcedureQuery(text="เลี้ยงช้าง")).matches
        assert finder.catalogue.index(session).texts_without_vector()
    told: list[int] = []
    made = make_all_vectors(database, finder.catalogue, tell=lambda done, _all: told.append(done))
    assert made == told[-1] == 2 * MOST_MADE_IN_A_SEARCH
    with Session(database) as session:
        other = Finder()
        assert other.catalogue.index(session).texts_without_vector() == []
        assert other.find(session, ProcedureQuery(text="pachyderm permit")).matches
    assert make_all_vectors(database, finder.catalogue) == 0


def test_one_makes_them_while_the_others_need_not(database: Engine, finder: Finder) -> None:
    with Session(database) as maker:
        maker.execute(text("SELECT pg_advisory_lock(:key)"), {"key": MAKER_LOCK})
        assert make_all_vectors(database, finder.catalogue) == 0
    assert make_all_vectors(database, finder.catalogue) > 0


def test_it_stops_when_told_and_goes_on_where_it_stopped(database: Engine, finder: Finder) -> None:
    stop = Event()
    some = make_all_vectors(database, finder.catalogue, stop=stop, tell=lambda _done, _all: stop.set())
    assert some + make_all_vectors(database, Finder().catalogue) == 2 * MOST_MADE_IN_A_SEARCH


def test_without_a_model_there_is_nothing_to_make(database: Engine, speller: Finder) -> None:
    assert make_all_vectors(database, speller.catalogue) == 0


def test_vectors_nobody_needs_are_forgotten_after_a_month(database: Engine, finder: Finder) -> None:
    make_all_vectors(database, finder.catalogue)
    embedding = finder.catalogue.embedding
    assert embedding is not None
    with Session(database) as session:
        needed = ["ขออนุญาตเลี้ยงช้างเชือกที่ 0"]
        assert forget_vectors(session, embedding, needed) == 0
        session.execute(text("UPDATE finding_vector SET made_at = made_at - interval '31 days'"))
        assert forget_vectors(session, embedding, needed) > 0
        assert session.scalar(select(func.count()).select_from(FindingVector)) == 1


def test_once_a_day_what_is_over_is_forgotten(database: Engine, finder: Finder) -> None:
    make_all_vectors(database, finder.catalogue)
    monday = date(2026, 8, 24)
    today = monday + timedelta(days=KEPT_DAYS)
    with Session(database) as session:
        session.add(UnansweredSearch(week=monday - timedelta(days=7), text="เลี้ยงมังกร"))
        session.add(UnansweredSearch(week=monday, text="เลี้ยงยูนิคอร์น"))
        session.execute(text("UPDATE finding_vector SET made_at = made_at - interval '31 days'"))
        session.execute(text("UPDATE procedure SET shown = false WHERE title_en = 'Elephant no. 0'"))
        session.commit()
    forget_what_is_over(database, finder.catalogue, today)
    with Session(database) as session:
        assert session.scalars(select(UnansweredSearch.text)).all() == ["เลี้ยงยูนิคอร์น"]
        assert session.scalar(select(func.count()).select_from(FindingVector)) == 2 * (MOST_MADE_IN_A_SEARCH - 1)

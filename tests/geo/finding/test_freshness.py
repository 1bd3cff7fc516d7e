"""What staff change is found by its new words in the next search, by every process, however transactions interleave."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, create_engine, delete, select, text, update
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geo.finding.finder import Finder
from geo.finding.freshness import LOOK, NOTHING_READ, find_changes
from geo.models import CommonName, FindingChange, FindingVector, Procedure, ProcedureTag, Tag
from geo.opening_hours import BANGKOK
from geo.procedure_list import ProcedureQuery
from tests.country import Country
from tests.midnight import let_the_next_day_come

OLD, NEW = "ยื่นภาษีเงินได้", "ป้ายสุนัขจรจัด"


@pytest.fixture
def database(fresh_database: str) -> Iterator[Engine]:
    engine = create_engine(fresh_database, poolclass=NullPool)
    yield engine
    engine.dispose()


@pytest.fixture
def procedure_id(database: Engine) -> int:
    """Of a committed procedure with `OLD` names and a tag; without a manual, which would be kept for ever."""
    with Session(database) as session:
        procedure = Country(session).make_procedure(
            "tax",
            title_th=OLD,
            title_en=None,
            common_names_th=("ภาษี",),
            tags={"free": ["สรรพากร"]},
        )
        session.commit()
        return procedure.id


def found(finder: Finder, database: Engine, typed: str) -> bool:
    with Session(database) as session:
        return bool(finder.find(session, ProcedureQuery(text=typed)).matches)


def rename(session: Session, procedure_id: int) -> None:
    session.execute(update(Procedure).where(Procedure.id == procedure_id).values(title_th=NEW))


def add_name(session: Session, procedure_id: int) -> None:
    session.add(CommonName(procedure_id=procedure_id, language="th", name=NEW, position=1))


def change_name(session: Session, procedure_id: int) -> None:
    session.execute(update(CommonName).where(CommonName.procedure_id == procedure_id).values(name=NEW))


def add_tag(session: Session, procedure_id: int) -> None:
    tag = Tag(kind="free", name_th=NEW)
    session.add(tag)
    session.flush()
    session.add(ProcedureTag(procedure_id=procedure_id, tag_id=tag.id, position=1))


def rename_tag(session: Session, procedure_id: int) -> None:
    session.execute(update(Tag).values(name_th=NEW))


def publish(session: Session, procedure_id: int) -> None:
    procedure = session.get_one(Procedure, procedure_id)
    for summary in (OLD, NEW):
        Country(session).publish(procedure, {"summary_th": summary})


@pytest.mark.parametrize("change", [rename, add_name, change_name, add_tag, rename_tag, publish])
def test_every_process_finds_the_new_words_next(
    database: Engine, procedure_id: int, change: Callable[[Session, int], None]
) -> None:
    finders = [Finder(), Finder(), Finder("off")]
    assert [found(finder, database, NEW) for finder in finders] == [False] * 3
    with Session(database) as session:
        change(session, procedure_id)
        session.commit()
    assert [found(finder, database, NEW) for finder in finders] == [True] * 3


@pytest.mark.parametrize(
    "take_away",
    [
        lambda session: session.execute(delete(Procedure)),
        lambda session: session.execute(update(Procedure).values(shown=False)),
    ],
)
def test_what_is_gone_is_not_found(
    database: Engine, procedure_id: int, finder: Finder, take_away: Callable[[Session], object]
) -> None:
    assert found(finder, database, OLD)
    with Session(database) as session:
        take_away(session)
        session.commit()
    assert not found(finder, database, OLD)


def test_a_manual_is_found_from_the_day_on_which_it_comes_into_force(database: Engine, procedure_id: int) -> None:
    """By the date alone, by every process, and no longer by what the manual before it said."""
    before = "ซ่อมหลังคาเรือนจำ"
    with Session(database) as session:
        procedure = session.get_one(Procedure, procedure_id)
        Country(session).publish(procedure, {"summary_th": before})
        tomorrow = (datetime.now(BANGKOK) + timedelta(days=1)).date()
        Country(session).publish(procedure, {"summary_th": NEW}, since=tomorrow)
        session.commit()
    finders = [Finder(), Finder("off"), Finder("off")]
    assert [found(finder, database, before) for finder in finders] == [True] * 3
    assert [found(finder, database, NEW) for finder in finders] == [False] * 3
    with Session(database) as session:
        told = session.scalars(select(FindingChange.change)).all()
        let_the_next_day_come(database.url.render_as_string(hide_password=False))
        assert session.scalars(select(FindingChange.change)).all() == told, "somebody told the search"
    assert [found(finder, database, NEW) for finder in finders] == [True] * 3
    assert [found(finder, database, before) for finder in finders] == [False] * 3
    with Session(database) as session:
        assert find_changes(session, NOTHING_READ).coming == {}


def test_a_transaction_of_the_day_before_does_not_hide_the_new_words(database: Engine, procedure_id: int) -> None:
    """Its day is that of its beginning: what it reads last is read again by the next one."""
    finder = Finder("off")
    with Session(database) as session:
        tomorrow = (datetime.now(BANGKOK) + timedelta(days=1)).date()
        Country(session).publish(session.get_one(Procedure, procedure_id), {"summary_th": NEW}, since=tomorrow)
        session.commit()
    with Session(database) as late:
        late.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        assert not finder.find(late, ProcedureQuery(text=NEW)).matches
        let_the_next_day_come(database.url.render_as_string(hide_password=False))
        assert found(finder, database, NEW)
        assert late.scalar(text("SELECT max(effective_from) FROM manual_revision")) == tomorrow
        finder.find(late, ProcedureQuery(text=NEW))
    assert found(finder, database, NEW)


def test_a_look_reads_none_of_the_manuals_that_are_in_force(database: Engine, procedure_id: int) -> None:
    """Thousands of revisions cost a search nothing: those that are to come have an index of their own."""
    with Session(database) as session:
        session.execute(
            text("""
                INSERT INTO manual_revision (procedure_id, number, state, source, content, effective_from, published_at)
                SELECT :procedure_id, n, 'published', 'file', '{}', date '2026-01-01' - n % 900, now()
                FROM generate_series(1, 5000) n
            """),
            {"procedure_id": procedure_id},
        )
        session.commit()
        session.execute(text("ANALYZE manual_revision"))
        explained = text(f"EXPLAIN {LOOK.text}")
        plan = "\n".join(session.scalars(explained, {"since": find_changes(session, NOTHING_READ).complete_below}))
    assert "manual_revision_begins" in plan, plan
    assert "Seq Scan on manual_revision" not in plan, plan


def test_transactions_that_end_in_another_order_than_they_began(database: Engine, procedure_id: int) -> None:
    finder = Finder("off")
    with Session(database) as slow, Session(database) as fast:
        slow.add(Procedure(code="slow", title_th=NEW, agency_id=slow.scalar(select(Procedure.agency_id))))
        slow.flush()
        rename_to_dog = Procedure(code="fast", title_th="แมวเหมียว", agency_id=fast.scalar(select(Procedure.agency_id)))
        fast.add(rename_to_dog)
        fast.commit()
        assert found(finder, database, "แมวเหมียว")
        assert not found(finder, database, NEW)
        slow.commit()
    assert found(finder, database, NEW)


def test_changes_that_are_rolled_back_were_never_there_for_others(database: Engine, procedure_id: int) -> None:
    finder = Finder("off")
    with Session(database) as session:
        rename(session, procedure_id)
        assert finder.find(session, ProcedureQuery(text=NEW)).matches  # its own it does see
        assert not found(finder, database, NEW)
        session.rollback()
    assert not found(finder, database, NEW)
    assert found(finder, database, OLD)


def test_numbers_of_another_cluster_are_read_once(database: Engine, procedure_id: int) -> None:
    with Session(database) as session:
        session.execute(text("UPDATE finding_change SET changed_by = 9000000000"))  # as after a restore
        session.commit()
        first = find_changes(session, NOTHING_READ)
        assert set(first.changes) == {procedure_id}
        assert find_changes(session, first.complete_below).changes == {}


def test_nothing_new_is_nothing_read(database: Engine, procedure_id: int) -> None:
    with Session(database) as session:
        look = find_changes(session, NOTHING_READ)
        session.rollback()
        assert find_changes(session, look.complete_below).changes == {}


def test_many_changes_at_once_and_one_by_one_make_the_same_answers(database: Engine, procedure_id: int) -> None:
    follower = Finder("off")
    with Session(database) as session:
        country = Country(session)
        for number in range(120):  # beyond what is kept apart: the large segment is made anew on the way
            country.make_procedure(f"n{number}", title_th=f"ใบอนุญาตประเภทที่ {number}")
            if number % 17 == 0:
                session.commit()
                assert found(follower, database, f"ใบอนุญาตประเภทที่ {number}")
        session.commit()
        question = ProcedureQuery(text="ใบอนุญาตประเภทที่ 77", limit=200)
        followed, anew = (one.find(session, question).matches for one in (follower, Finder("off")))
        assert followed[0].procedure.code == anew[0].procedure.code == "n77"
        assert {match.procedure.code for match in followed} == {match.procedure.code for match in anew}


def test_vectors_are_made_once_for_all_processes(database: Engine, procedure_id: int, finder: Finder) -> None:
    assert found(finder, database, OLD)
    made_at = select(FindingVector.digest, FindingVector.made_at).order_by(FindingVector.digest)
    with Session(database) as session:
        first = session.execute(made_at).all()
    assert first
    assert found(Finder(), database, OLD)
    with Session(database) as session:
        assert session.execute(made_at).all() == first

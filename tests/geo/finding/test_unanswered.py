"""What was searched for and not found is counted; who, where and when are not known."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geo.errors import InvalidQuery
from geo.finding.unanswered import (
    KEPT_DAYS,
    UnansweredQuery,
    anonymous_text,
    count_unanswered,
    drop_old_unanswered,
    find_unanswered_searches,
)
from geo.opening_hours import BANGKOK


@pytest.fixture
def database(fresh_database: str) -> Iterator[Engine]:
    engine = create_engine(fresh_database, poolclass=NullPool)
    yield engine
    engine.dispose()


def counted(database: Engine, **query: int) -> list[tuple[str, int]]:
    with Session(database) as session:
        return [(one.text, one.count) for one in find_unanswered_searches(session, UnansweredQuery(**query))]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ขอใบอนุญาตเลี้ยงช้าง", "ขอใบอนุญาตเลี้ยงช้าง"),
        ("Elephant  PERMIT!", "elephant permit"),
        ("มาตรา 40", "มาตรา 40"),
        ("นส.3 ก", "นส3 ก"),
        ("บัตร 1234567890123", "บัตร"),
        ("บัตร 1-2345-67890-12-3", "บัตร"),
        ("บัตร ๑๒๓๔๕๖๗๘๙๐๑๒๓", "บัตร"),
        ("โทร 081 234 5678 ใบขับขี่", "โทร ใบขับขี่"),
        ("somchai@example.com ใบขับขี่", "ใบขับขี่"),
        ("ต่อทะเบียนเรือ ชลบุรี", "ต่อทะเบียนเรือ"),
        ("elephant permit chiang mai", "elephant permit"),
        ("นายสมชาย ใจดี ขอบัตร", None),
        ("Mr Smith permit", None),
        ("น.ส. สมศรี ขอบัตร", None),
        ("ก ข " * 30, None),
        ("0812345678", None),
        ("", None),
    ],
)
def test_what_is_kept_of_a_text(session: Session, typed: str, kept: str | None) -> None:
    assert anonymous_text(session, typed) == kept


@given(typed=st.text("กขabc 0123456789๑๒๓-.", max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_long_number_is_ever_kept(session: Session, typed: str) -> None:
    kept = anonymous_text(session, typed) or ""
    assert max((len(run) for run in "".join(c if c.isdigit() else " " for c in kept).split()), default=0) < 5


def test_texts_are_counted_and_the_most_frequent_come_first(database: Engine) -> None:
    for typed in ("เลี้ยงช้าง", "เลี้ยงม้า", "  เลี้ยงช้าง ", "1234567890123"):
        count_unanswered(database, typed)
    assert counted(database) == [("เลี้ยงช้าง", 2), ("เลี้ยงม้า", 1)]
    assert counted(database, at_least=2) == [("เลี้ยงช้าง", 2)]
    assert counted(database, limit=1) == [("เลี้ยงช้าง", 2)]


def test_nothing_but_the_week_is_known(database: Engine) -> None:
    columns = {column["name"] for column in inspect(database).get_columns("unanswered_search")}
    assert columns == {"week", "text", "count"}
    count_unanswered(database, "เลี้ยงช้าง", datetime(2026, 11, 25, 15, 30, tzinfo=BANGKOK))
    with database.connect() as connection:
        assert connection.scalar(text("SELECT week FROM unanswered_search")) == date(2026, 11, 23)


def test_after_ninety_days_it_is_dropped_by_the_next_and_by_hand(database: Engine) -> None:
    now = datetime.now(BANGKOK)
    count_unanswered(database, "เก่า", now - timedelta(days=KEPT_DAYS + 7))
    assert counted(database) == []  # not shown even before it is dropped
    count_unanswered(database, "ใหม่", now)
    with Session(database) as session:
        assert session.scalar(text("SELECT string_agg(text, ' ') FROM unanswered_search")) == "ใหม่"
        assert drop_old_unanswered(session, now.date() + timedelta(days=KEPT_DAYS + 7)) == 1


def test_a_limit_has_limits() -> None:
    with pytest.raises(InvalidQuery):
        UnansweredQuery(limit=0)

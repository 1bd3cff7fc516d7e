"""A limit holds for what is asked inside it, however transactions and savepoints end before the next one."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from geo.database import time_limit
from geo.errors import SearchTimedOut


def limit_now(session: Session) -> str:
    return str(session.scalar(text("SHOW statement_timeout")))


def test_another_limit_takes_the_place_of_the_last(session: Session) -> None:
    for timeout_ms, shown in ((300, "300ms"), (300, "300ms"), (400, "400ms"), (300, "300ms")):
        with time_limit(session, timeout_ms):
            assert limit_now(session) == shown


def test_what_a_savepoint_forgets_is_said_again(session: Session) -> None:
    with time_limit(session, 300):
        pass
    with session.begin_nested() as savepoint:
        with time_limit(session, 400):
            assert limit_now(session) == "400ms"
        savepoint.rollback()
    with time_limit(session, 400):
        assert limit_now(session) == "400ms"
    with session.begin_nested(), time_limit(session, 300):
        pass
    with time_limit(session, 400):
        assert limit_now(session) == "400ms"


def test_the_next_transaction_is_limited_too(session: Session) -> None:
    for _ in range(2):
        with pytest.raises(SearchTimedOut), time_limit(session, 20):
            session.execute(text("SELECT pg_sleep(10)"))
        session.rollback()

"""`pakmud admin create`: the first administrator, with a password of her own or a token."""

import io
import re

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geo.staff.demo_accounts import COMMUNITY_DEVELOPMENT, make_demo_accounts
from geo.staff.models import EnrolmentToken, StaffAccount
from geo.staff.passwords import is_password
from tests.api.terminal.conftest import Pakmud
from tests.country import Country

PASSWORD = "เรือใบ กาแฟ บันไดเลื่อน 47"  # noqa: S105 - of the tests


def test_a_password_is_read_from_the_standard_input(
    pakmud: Pakmud, fresh_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
    words = ("admin", "create", "Admin@Example.go.th", "--name", "Khun Admin")
    done = pakmud(*words, database_url=fresh_database)
    assert (done.code, "admin@example.go.th is a platform administrator" in done.out) == (0, True)
    with Session(create_engine(fresh_database, poolclass=NullPool)) as session:
        account = session.scalars(select(StaffAccount)).one()
        assert is_password(account.password_hash, PASSWORD)
        assert [(held.role, held.agency_id) for held in account.roles] == [("platform_admin", None)]


def test_a_weak_password_makes_nobody(pakmud: Pakmud, fresh_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("admin\n"))
    done = pakmud("admin", "create", "admin@example.go.th", "--name", "Khun Admin", database_url=fresh_database)
    assert (done.code, "at least 12" in done.err) == (2, True)
    with Session(create_engine(fresh_database, poolclass=NullPool)) as session:
        assert session.scalars(select(StaffAccount)).all() == []


def test_a_token_is_printed_instead(pakmud: Pakmud, fresh_database: str) -> None:
    done = pakmud("admin", "create", "--token", database_url=fresh_database)
    assert re.search(r"(?:[A-Z0-9]{5}-){2}[A-Z0-9]{5}", done.out)
    with Session(create_engine(fresh_database, poolclass=NullPool)) as session:
        assert session.scalars(select(EnrolmentToken.role)).all() == ["platform_admin"]


def test_the_demo_has_one_account_a_role_without_a_password(session: Session, country: Country) -> None:
    agency = country.make_agency(COMMUNITY_DEVELOPMENT)
    country.make_service_point(agency=agency)
    make_demo_accounts(session)
    make_demo_accounts(session)
    accounts = session.scalars(select(StaffAccount)).all()
    assert len({account.roles[0].role for account in accounts}) == len(accounts) == 6
    assert {(account.password_hash, account.demo) for account in accounts} == {(None, True)}

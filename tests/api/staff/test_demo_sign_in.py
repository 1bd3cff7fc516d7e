"""The demo's accounts are open to this machine only, unless a setting says otherwise."""

from collections.abc import Callable

import httpx
import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geo.staff.demo_accounts import COMMUNITY_DEVELOPMENT, make_demo_accounts
from geo.staff.models import StaffAccount
from tests.api.conftest import ServeApp
from tests.api.staff.visitor import Visitor
from tests.country import Country

ELSEWHERE = [{"X-Forwarded-For": "203.0.113.9"}, {"Via": "1.1 proxy"}]


@pytest.fixture(scope="module")
def demo_url(make_database: Callable[[], str]) -> str:
    url = make_database()
    with Session(create_engine(url, poolclass=NullPool)) as session:
        country = Country(session)
        country.make_service_point(agency=country.make_agency(COMMUNITY_DEVELOPMENT))
        make_demo_accounts(session)
        session.commit()
    return url


def visitor_of(address: str, **headers: str) -> Visitor:
    return Visitor(httpx.Client(base_url=address, timeout=30, headers={"Accept": "text/html", **headers}))


def demo_account(url: str) -> int:
    with Session(create_engine(url, poolclass=NullPool)) as session:
        return session.scalars(select(StaffAccount.id).order_by(StaffAccount.id)).all()[0]


def test_on_this_machine_one_click_signs_in(serve_app: ServeApp, demo_url: str) -> None:
    visitor = visitor_of(serve_app(demo_url))
    assert visitor.get("/staff/sign-in").text.count('name="account_id"') == 6
    assert visitor.post("/staff/sign-in/demo", {"account_id": demo_account(demo_url)}).status_code == 303
    assert visitor.get("/staff/people").status_code == 200


@pytest.mark.parametrize("headers", ELSEWHERE)
def test_elsewhere_nothing_is_offered_nor_taken(serve_app: ServeApp, demo_url: str, headers: dict[str, str]) -> None:
    visitor = visitor_of(serve_app(demo_url), **headers)
    assert "account_id" not in visitor.get("/staff/sign-in").text
    assert visitor.post("/staff/sign-in/demo", {"account_id": demo_account(demo_url)}).status_code == 404


def test_under_a_name_that_is_not_this_machines_nothing_is_offered(serve_app: ServeApp, demo_url: str) -> None:
    visitor = visitor_of(serve_app(demo_url), Host="rebound.example")
    assert "account_id" not in visitor.get("/staff/sign-in").text


def test_a_setting_opens_or_closes_them(serve_app: ServeApp, demo_url: str) -> None:
    assert "account_id" in visitor_of(serve_app(demo_url, demo_sign_in="on"), **ELSEWHERE[0]).get("/staff/sign-in").text
    assert "account_id" not in visitor_of(serve_app(demo_url, demo_sign_in="off")).get("/staff/sign-in").text


@pytest.mark.parametrize("password", ["", "demo", "None"])
def test_no_password_opens_them(serve_app: ServeApp, demo_url: str, password: str) -> None:
    visitor = visitor_of(serve_app(demo_url))
    assert visitor.sign_in("platform-admin@demo.invalid", password).status_code == 422

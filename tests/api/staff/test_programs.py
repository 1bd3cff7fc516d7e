"""`/v1/staff`: what a program may do with a token that somebody made for it on her page."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx
import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from geo.finding.unanswered import count_unanswered
from tests.api.conftest import ServeApp
from tests.api.staff.conftest import DEPARTMENT, OFFICE, OTHER_DEPARTMENT, STRANGE_OFFICE
from tests.api.staff.visitor import visitors

MakeToken = Callable[..., httpx.Client]


@pytest.fixture(scope="module")
def staff_url(make_staff_database: Callable[[], str]) -> str:
    return make_staff_database()


@pytest.fixture(scope="module")
def address(serve_app: ServeApp, staff_url: str) -> str:
    return serve_app(staff_url)


@pytest.fixture
def program(address: str) -> Iterator[MakeToken]:
    """A client with a token of somebody's, made on her page for these scopes."""
    with ExitStack() as stack:
        sign_in = stack.enter_context(visitors(address))

        def make(name: str, *scopes: str) -> httpx.Client:
            owner = sign_in(name)
            data: dict[str, object] = {"name": "ตารางคำนวณ", "scopes": list(scopes), "days": 30}
            page = owner.post("/staff/api-tokens", data, of="/staff/api-tokens")
            found = re.search(r"pakmud_[\w-]+", page.text)
            assert found is not None, page.text
            assert found[0] not in owner.get("/staff/api-tokens").text
            headers = {"Authorization": f"Bearer {found[0]}"}
            return stack.enter_context(httpx.Client(base_url=address, timeout=30, headers=headers))

        yield make


def test_tokens_are_issued_refreshed_and_revoked(program: MakeToken) -> None:
    officer = program("central_officer", "enrolment.issue", "audit.see")
    new = {"role": "point_officer", "agency": DEPARTMENT, "service_point": OFFICE}
    issued = officer.post("/v1/staff/enrolment-tokens", json=new)
    assert issued.status_code == 201
    assert re.fullmatch("[A-Z0-9]{15}", issued.json()["code"])
    again = officer.post(f"/v1/staff/enrolment-tokens/{issued.json()['id']}/refresh").json()
    assert again["code"] != issued.json()["code"]
    assert officer.delete(f"/v1/staff/enrolment-tokens/{again['id']}").status_code == 204
    [line, *_] = officer.get("/v1/staff/audit", params={"limit": 1}).json()["results"]
    assert (line["action"], line["by"], line["program"]) == ("enrolment.revoke", "Khun central_officer", "ตารางคำนวณ")
    assert (line["before"], line["after"]) == ({"state": "open"}, {"state": "revoked"})
    page = officer.get("/v1/staff/audit", params={"limit": 1}).json()
    assert (
        officer.get("/v1/staff/audit", params={"before": page["next"], "limit": 1}).json()["results"][0]["id"]
        < (page["next"])
    )


@pytest.mark.parametrize(
    ("new", "status"),
    [
        ({"role": "point_officer", "agency": OTHER_DEPARTMENT}, 403),
        ({"role": "point_officer", "agency": DEPARTMENT, "service_point": STRANGE_OFFICE}, 422),
        ({"role": "platform_admin"}, 403),
        ({"role": "opdc_officer", "agency": DEPARTMENT}, 403),
        ({"role": "central_officer"}, 422),
        ({"role": "author", "agency": DEPARTMENT, "service_point": OFFICE}, 422),
        ({"role": "author", "agency": "nope"}, 422),
        ({"role": "king", "agency": DEPARTMENT}, 422),
    ],
)
def test_nobody_gives_more_than_she_has(program: MakeToken, new: dict[str, str], status: int) -> None:
    answer = program("central_officer", "enrolment.issue").post("/v1/staff/enrolment-tokens", json=new)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"


def test_a_token_does_no_more_than_its_scopes(program: MakeToken) -> None:
    reader = program("central_officer", "people.see")
    assert reader.get("/v1/staff/people").status_code == 200
    assert reader.get("/v1/staff/audit").status_code == 403
    assert reader.post("/v1/staff/enrolment-tokens", json={"role": "author", "agency": DEPARTMENT}).status_code == 403


def test_a_token_does_no_more_than_its_owner(program: MakeToken) -> None:
    officer = program("point_officer", "people.see")
    assert officer.get("/v1/staff/people").status_code == 403


def test_people_see_their_own_agencies_only(program: MakeToken) -> None:
    names = {one["name"] for one in program("stranger", "people.see").get("/v1/staff/people").json()["results"]}
    assert names == {"Khun stranger"}


def test_unanswered_searches(program: MakeToken, staff_url: str) -> None:
    engine = create_engine(staff_url, poolclass=NullPool)
    for _ in range(2):
        count_unanswered(engine, "เลี้ยงมังกร")
    found = program("central_officer", "search.see").get("/v1/staff/searches").json()["results"]
    assert [(one["text"], one["count"]) for one in found] == [("เลี้ยงมังกร", 2)]


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer pakmud_nobody", "Basic dXNlcjpwYXNz"])
def test_without_a_token_there_is_a_401(address: str, header: str) -> None:
    answer = httpx.get(f"{address}/v1/staff/people", headers={"Authorization": header} if header else {})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.json()["type"] == "tag:pakmud,2026:not-signed-in"


def test_the_cookie_of_a_person_opens_nothing_to_programs(address: str) -> None:
    with visitors(address) as sign_in:
        assert sign_in("central_officer").get("/v1/staff/people").status_code == 401


def test_a_revoked_token_is_no_good(program: MakeToken, address: str) -> None:
    client = program("opdc_officer", "audit.see")
    assert client.get("/v1/staff/audit").status_code == 200
    with visitors(address) as sign_in:
        owner = sign_in("opdc_officer")
        [path] = re.findall(r"/staff/api-tokens/\d+/revoke", owner.get("/staff/api-tokens").text)
        owner.post(path)
    assert client.get("/v1/staff/audit").status_code == 401

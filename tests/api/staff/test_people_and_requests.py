"""People, their sign-ins, and requests for accounts: what each officer may and may not do, over HTTP."""

import re
import time
from collections.abc import Callable, Iterator

import httpx
import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geo.staff.accounts import find_account
from geo.staff.models import AccountRequest, AuditEntry, StaffRole
from tests.api.conftest import ServeApp
from tests.api.staff.conftest import DEPARTMENT, OTHER_DEPARTMENT, StaffSite, agency_id_of
from tests.api.staff.visitor import PASSWORD, SignIn, Visitor, visitors
from tests.mail_server import MailServer


@pytest.fixture(scope="module")
def site(serve_app: ServeApp, make_staff_database: Callable[[], str], mail: MailServer) -> StaffSite:
    url = make_staff_database()
    return StaffSite(serve_app(url, smtp_url=mail.url), url)


@pytest.fixture
def database(site: StaffSite) -> Iterator[Session]:
    with Session(create_engine(site.url, poolclass=NullPool)) as session:
        yield session


@pytest.fixture
def visitor(site: StaffSite) -> Iterator[SignIn]:
    with visitors(site.address) as sign_in:
        yield sign_in


def role_of(session: Session, name: str) -> StaffRole:
    account = find_account(session, f"{name}@example.go.th")
    assert account is not None
    return account.roles[0]


def test_nobody_changes_their_own_role(visitor: SignIn, database: Session) -> None:
    own = role_of(database, "central_officer").id
    answer = visitor("central_officer").post(f"/en/staff/people/roles/{own}/remove")
    assert answer.status_code == 422
    assert "Nobody changes their own role" in answer.text


def test_a_central_officer_makes_no_administrators(visitor: SignIn, database: Session) -> None:
    role = role_of(database, "author").id
    answer = visitor("central_officer").post(f"/staff/people/roles/{role}/change", {"role": "platform_admin"})
    assert answer.status_code == 403
    assert role_of(database, "author").role == "author"


def test_a_central_officer_touches_no_administrator(visitor: SignIn, database: Session) -> None:
    role = role_of(database, "opdc_officer").id
    assert visitor("central_officer").post(f"/staff/people/roles/{role}/remove").status_code == 403


def test_the_list_of_sign_ins_ends_others(visitor: SignIn) -> None:
    here, elsewhere = visitor("reviewer"), visitor("reviewer")
    page = here.get("/staff/account").text
    ends = re.findall(r"/staff/account/sign-ins/\d+/end\b", page)
    assert ends
    assert here.post("/staff/account/sign-ins/end-others").status_code == 303
    assert elsewhere.get("/staff").status_code == 303
    assert here.get("/staff").status_code == 200


def test_another_password_ends_all_other_sign_ins(visitor: SignIn, database: Session) -> None:
    here, elsewhere = visitor("author"), visitor("author")
    new = "ม้านั่ง ฝนดาวตก ขนมครก 12"
    wrong = here.post("/en/staff/account/password", {"current": "wrong", "password": new}, of="/en/staff/account")
    assert (wrong.status_code, "The current password is not right." in wrong.text) == (422, True)
    weak = here.post("/en/staff/account/password", {"current": PASSWORD, "password": "password1234"})
    assert (weak.status_code, "easy to guess" in weak.text) == (422, True)
    assert here.post("/staff/account/password", {"current": PASSWORD, "password": new}).status_code == 303
    assert elsewhere.get("/staff").status_code == 303
    assert here.get("/staff").status_code == 200
    [entry] = database.scalars(select(AuditEntry).where(AuditEntry.action == "account.password"))
    assert (entry.account_name, entry.after) == ("Khun author", {"password": "changed"})
    assert here.post("/staff/account/password", {"current": new, "password": PASSWORD}).status_code == 303


def asked(visitor: Visitor, **fields: object) -> httpx.Response:
    """Sends a request for an account as somebody who took ten seconds for the form."""
    page = visitor.get("/staff/request-account", params={"agency": fields.get("agency", ""), "unlisted": "1"}).text
    shown = re.search(r'name="shown_at" value="(\d+)\.', page)
    assert shown is not None
    at = int(shown[1]) - 10
    return visitor.post(
        "/staff/request-account",
        {
            "name": "Khun New",
            "email": "new@example.go.th",
            "position": "นักวิชาการ",
            "phone": "0 2000 0000",
            "shown_at": stamp(visitor, at),
            **fields,
        },
    )


def stamp(visitor: Visitor, at: int) -> str:
    import hashlib
    import hmac

    secret = visitor.client.cookies["pakmud-browser"]
    return f"{at}.{hmac.new(secret.encode(), f'shown {at}'.encode(), hashlib.sha256).hexdigest()}"


def waiting(session: Session, email: str) -> list[AccountRequest]:
    return list(session.scalars(select(AccountRequest).where(AccountRequest.email == email)))


def test_a_request_is_approved_by_the_central_officer_and_enrols(
    visitor: SignIn, database: Session, mail: MailServer
) -> None:
    newcomer = visitor()
    assert asked(newcomer, agency=str(agency_id_of(database, DEPARTMENT))).status_code == 303
    [request] = waiting(database, "new@example.go.th")
    assert "Khun New" not in visitor("stranger").get("/staff/requests").text
    officer = visitor("central_officer")
    assert "Khun New" in officer.get("/staff/requests").text
    assert officer.post(f"/staff/requests/{request.id}/approve", {"role": "platform_admin"}).status_code == 403
    assert officer.post(f"/staff/requests/{request.id}/approve", {"role": "author"}).status_code == 200
    letter = mail.next_letter()
    code = re.search(r"(?:[A-Z0-9]{5}-){2}[A-Z0-9]{5}", letter.get_content())
    assert code is not None
    assert letter["To"] == "new@example.go.th"
    enrolled = newcomer.post(
        "/staff/enrol",
        {"token": code[0], "name": "Khun New", "email": "new@example.go.th", "password": PASSWORD},
        of="/staff/enrol",
    )
    assert enrolled.status_code == 303
    assert newcomer.get("/staff").status_code == 200
    assert officer.post(f"/staff/requests/{request.id}/refuse").status_code == 404


def test_an_agency_that_is_not_listed_is_decided_above(visitor: SignIn, database: Session) -> None:
    parent = str(agency_id_of(database, OTHER_DEPARTMENT))
    asked(visitor(), agency=parent, unlisted="1", agency_name="สำนักใหม่", email="unlisted@example.go.th")
    [request] = waiting(database, "unlisted@example.go.th")
    assert (request.agency_id, request.agency_name) == (None, "สำนักใหม่")
    assert "สำนักใหม่" in visitor("stranger").get("/staff/requests").text
    assert "สำนักใหม่" not in visitor("central_officer").get("/staff/requests").text


@pytest.mark.parametrize("spam", [{"website": "https://pills.example"}, {"shown_at": "1.abc"}, {"shown_at": "now"}])
def test_a_program_is_thanked_and_not_heard(visitor: SignIn, database: Session, spam: dict[str, str]) -> None:
    answer = asked(visitor(), agency_name="x", unlisted="1", email="spam@example.go.th", **spam)
    assert answer.status_code == 303
    assert waiting(database, "spam@example.go.th") == []


def test_a_form_filled_in_at_once_is_not_heard(visitor: SignIn, database: Session) -> None:
    somebody = visitor()
    somebody.get("/staff/request-account")
    now = stamp(somebody, int(time.time()))
    asked(somebody, agency_name="x", unlisted="1", email="spam@example.go.th", shown_at=now)
    assert waiting(database, "spam@example.go.th") == []


def test_one_network_asks_five_times(visitor: SignIn) -> None:
    somebody = visitor()
    somebody.client.headers["X-Forwarded-For"] = "203.0.113.5"
    statuses = [
        asked(somebody, agency_name="x", unlisted="1", email=f"many{number}@example.go.th").status_code
        for number in range(6)
    ]
    assert statuses == [303] * 5 + [429]


def test_the_log_is_exported_as_it_is_filtered(visitor: SignIn) -> None:
    answer = visitor("platform_admin").get("/staff/audit.csv", params={"action": "people.give_role", "q": "author"})
    assert answer.headers["content-type"].startswith("text/csv")
    header, *lines = answer.text.lstrip("\ufeff").splitlines()
    assert header.startswith("id,at,by")
    assert lines
    assert all("people.give_role" in line and "author" in line for line in lines)

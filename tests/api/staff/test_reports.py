"""'This is wrong': from the citizen's form to the owner's list, the answer, and the address that is forgotten."""

import re
import time
from collections.abc import Callable, Iterator

import httpx
import pytest
from playwright.sync_api import expect
from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geo.models import Agency
from geo.staff.form_key import stamp_of
from geo.staff.models import ManualReport
from tests.api.conftest import ServeApp
from tests.api.staff.conftest import DEPARTMENT, load_staff
from tests.api.staff.program import programs
from tests.api.staff.signing_in import sign_in
from tests.api.staff.visitor import SignIn, visitors
from tests.conftest import NewPage
from tests.country import Country
from tests.expect_accessible import expect_accessible
from tests.mail_server import MailServer

OURS = "0150810000007"
WRONG = f"/procedures/{OURS}/wrong"


@pytest.fixture(scope="module")
def url(make_database: Callable[[], str]) -> str:
    url = make_database()
    engine = create_engine(url, poolclass=NullPool)
    with Session(engine) as session:
        load_staff(session)
        procedure = Country(session).make_procedure(
            OURS, title_th="การจัดตั้งกลุ่มอาชีพ", title_en=None, manual={"steps": [{"name_th": "ยื่นคำขอ"}]}
        )
        procedure.agency_id = session.scalars(select(Agency.id).where(Agency.code == DEPARTMENT)).one()
        session.commit()
    return url


@pytest.fixture
def database(url: str) -> Iterator[Session]:
    with Session(create_engine(url, poolclass=NullPool)) as session:
        session.execute(text("DELETE FROM manual_report"))
        session.execute(text("DELETE FROM rate_limit"))
        session.commit()
        yield session


@pytest.fixture(scope="module")
def site(serve_app: ServeApp, url: str, mail: MailServer) -> str:
    return serve_app(url, smtp_url=mail.url)


@pytest.fixture
def person(site: str) -> Iterator[SignIn]:
    with visitors(site) as sign_in:
        yield sign_in


def stamp(database: Session, *, seconds_ago: int = 60) -> str:
    """Of a form that has been open for a while."""
    return stamp_of(database, f"report {OURS}", int(time.time()) - seconds_ago)


def say(site: str, form: dict[str, str], **headers: str) -> httpx.Response:
    return httpx.post(f"{site}{WRONG}", data=form, headers={"Accept": "text/html", **headers})


def reports(database: Session) -> list[ManualReport]:
    database.expire_all()
    return list(database.scalars(select(ManualReport).order_by(ManualReport.id)))


def test_the_form_sets_no_cookie_and_knows_the_part(site: str) -> None:
    page = httpx.get(f"{site}{WRONG}?part=fees", headers={"Accept": "text/html"})
    assert "set-cookie" not in page.headers
    assert '<option value="fees" selected>' in page.text
    assert "noindex" in page.headers["x-robots-tag"]


def test_from_the_citizen_to_the_owner_and_back(site: str, database: Session, person: SignIn, mail: MailServer) -> None:
    form = {"part": "fees", "comment": "ค่าธรรมเนียมเปลี่ยนแล้ว", "email": "Citizen@Example.com", "stamp": stamp(database)}
    answer = say(site, form)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{WRONG}?part=fees&sent=1")
    [report] = reports(database)
    assert (report.part, report.email, report.revision) == ("fees", "citizen@example.com", 1)

    assert "แจ้งข้อมูลผิดในคู่มือ 1 เรื่อง" in person("author").get("/staff").text
    assert "ค่าธรรมเนียมเปลี่ยนแล้ว" not in person("stranger").get("/staff/reports").text
    author = person("author")
    page = author.get("/staff/reports").text
    assert "ค่าธรรมเนียมเปลี่ยนแล้ว" in page
    assert "citizen@example.com" not in page

    refused = author.post(f"/staff/reports/{report.id}/close", {"answer": "เดี๋ยวแก้"}, of="/staff/reports")
    assert refused.status_code == 422
    assert "กรุณาเลือกหนึ่งข้อ" in refused.text
    assert "เดี๋ยวแก้" in refused.text
    done = author.post(
        f"/staff/reports/{report.id}/close", {"outcome": "corrected", "answer": "แก้ไขแล้ว"}, of="/staff/reports"
    )
    assert done.status_code == 303
    letter = mail.next_letter()
    assert letter["To"] == "citizen@example.com"
    assert "แก้ไขแล้ว" in letter.get_content()
    [report] = reports(database)
    assert (report.email, report.outcome, report.answer) == (None, "corrected", "แก้ไขแล้ว")
    kept = database.execute(text("SELECT before::text || after::text FROM audit_log WHERE action = 'report.close'"))
    assert all("citizen@example.com" not in line for (line,) in kept)
    assert "แก้ไขแล้ว" in author.get("/staff/reports?state=closed").text
    again = author.post(f"/staff/reports/{report.id}/close", {"outcome": "right"}, of="/staff/reports")
    assert again.status_code == 404


@pytest.mark.parametrize("wrong", ["", "1.0", "x", "stamp of another"])
def test_a_program_is_told_what_a_person_would_be(site: str, database: Session, wrong: str) -> None:
    bad = stamp_of(database, "another form", int(time.time()) - 60) if wrong == "stamp of another" else wrong
    for form in (
        {"comment": "ซื้อเลย", "stamp": bad},
        {"comment": "ซื้อเลย", "stamp": stamp(database), "website": "https://example.com"},
        {"comment": "ซื้อเลย", "stamp": stamp(database, seconds_ago=0)},
        {"comment": "ซื้อเลย", "stamp": stamp(database, seconds_ago=100_000)},
    ):
        assert say(site, form).status_code == 303
    assert reports(database) == []


def test_a_form_is_good_once_and_a_network_has_its_limit(site: str, database: Session) -> None:
    form = {"comment": "ผิด", "stamp": stamp(database)}
    for _ in range(3):
        assert say(site, form).status_code == 303
    assert len(reports(database)) == 1
    answers = [
        say(site, {"comment": f"ผิด {n}", "stamp": stamp(database, seconds_ago=100 + 50 * n)}).status_code
        for n in range(11)
    ]
    assert (answers[:9], answers[-1]) == ([303] * 9, 429)


def test_another_site_cannot_send_the_form(site: str, database: Session) -> None:
    form = {"comment": "ผิด", "stamp": stamp(database)}
    assert say(site, form, Origin="https://elsewhere.example").status_code == 403
    assert reports(database) == []


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"comment": "  "}, "กรุณาระบุว่าข้อมูลใดผิด"),
        ({"comment": "ก" * 2_001}, "กรุณาเขียนไม่เกิน 2000 ตัวอักษร"),
        ({"comment": "ผิด", "email": "ไม่ใช่อีเมล"}, "ไม่ใช่"),
    ],
)
def test_what_is_refused_comes_back_with_what_was_typed(
    site: str, database: Session, form: dict[str, str], words: str
) -> None:
    answer = say(site, {**form, "stamp": stamp(database)})
    assert answer.status_code == 422
    assert words in answer.text
    assert form["comment"].strip() in answer.text
    assert reports(database) == []


def test_programs_do_the_same(site: str, url: str, database: Session) -> None:
    say(site, {"part": "nonsense", "comment": "ผิด", "email": "a@example.com", "stamp": stamp(database)})
    [report] = reports(database)
    with programs(site, url) as program:
        client = program("reviewer", "report.handle")
        [listed] = client.get("/v1/staff/reports").json()["results"]
        assert (listed["procedure"], listed["part"], listed["wants_answer"]) == (OURS, "other", True)
        assert "a@example.com" not in str(listed)
        assert client.get(f"/v1/staff/reports?beyond={report.id}").json()["results"] == []
        assert client.post(f"/v1/staff/reports/{report.id}/close", json={"outcome": "nope"}).status_code == 422
        assert client.post(f"/v1/staff/reports/{report.id}/close", json={"outcome": "right"}).status_code == 204
        assert client.post(f"/v1/staff/reports/{report.id}/close", json={"outcome": "right"}).status_code == 404
        [closed] = client.get("/v1/staff/reports?state=closed").json()["results"]
        assert (closed["outcome"], closed["wants_answer"], closed["closed_by"]) == ("right", False, "Khun reviewer")


@pytest.mark.browser
def test_in_a_browser(new_page: NewPage, site: str, database: Session) -> None:
    page = new_page(site, viewport={"width": 360, "height": 780})
    page.goto(f"/procedures/{OURS}")
    page.get_by_role("link", name=re.compile("แจ้งข้อมูลผิด.*ขั้นตอน")).click()
    expect(page.get_by_label("ส่วนใดของคู่มือ")).to_have_value("steps")
    page.locator("[name=stamp]").evaluate("(field, stamp) => { field.value = stamp; }", stamp(database))
    page.get_by_label("ข้อมูลใดผิด").fill("ต้องจองคิวก่อน")
    page.get_by_role("button", name="ส่ง").click()
    expect(page.get_by_role("status")).to_contain_text("ขอบคุณ")
    expect_accessible(page)
    assert page.context.cookies() == []
    for prefix, viewport in (("", {"width": 360, "height": 780}), ("/en", {"width": 1280, "height": 900})):
        page.set_viewport_size(viewport)  # type: ignore[arg-type]
        if not prefix:
            sign_in(page, prefix, "central_officer")
        page.goto(f"{prefix}/staff/reports")
        expect(page.get_by_text("ต้องจองคิวก่อน")).to_be_visible()
        expect_accessible(page)
    page.get_by_label("Nothing can be done with it").check()
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_text("Nothing is waiting for you.")).to_be_visible()
    page.get_by_role("link", name="Closed reports").click()
    expect(page.get_by_text("Khun central_officer", exact=False).last).to_be_visible()
    expect_accessible(page)

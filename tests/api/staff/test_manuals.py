"""Manuals written, returned and approved over HTTP: by people with forms, and by programs."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from io import BytesIO
from zlib import crc32

import httpx
import pytest
from pypdf import PdfWriter
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from geo.opening_hours import BANGKOK
from tests.api.conftest import ServeApp
from tests.api.staff.conftest import StaffSite
from tests.api.staff.manual_desk import OLD_STEP, STEPS, make_procedure
from tests.api.staff.program import Program, programs
from tests.api.staff.visitor import SignIn, Visitor, visitors
from tests.mail_server import MailServer, mail_server
from tests.midnight import let_the_next_day_come

FEES: dict[str, object] = {"row-0-name_th": "ค่าคำขอ", "row-0-amount_baht": "๒๐"}


@pytest.fixture(scope="module")
def own_mail() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture(scope="module")
def site(serve_app: ServeApp, make_staff_database: Callable[[], str], own_mail: MailServer) -> StaffSite:
    url = make_staff_database()
    return StaffSite(serve_app(url, smtp_url=own_mail.url), url)


@pytest.fixture
def code(site: StaffSite, request: pytest.FixtureRequest) -> str:
    """Of a procedure of this test's own."""
    code = f"0150811{crc32(request.node.name.encode()) % 10**6:06}"
    make_procedure(site.url, code)
    return code


@pytest.fixture
def program(site: StaffSite) -> Iterator[Program]:
    with programs(site.address, site.url) as program:
        yield program


@pytest.fixture
def at(site: StaffSite) -> Iterator[SignIn]:
    with visitors(site.address) as sign_in:
        yield sign_in


def begin(author: Visitor, code: str) -> str:
    """Path of the revision that is being worked on."""
    answer = author.post(f"/staff/procedures/{code}/revisions/begin", of="/staff")
    assert answer.status_code == 303
    return str(answer.headers["location"])


def version(visitor: Visitor, path: str) -> str:
    found = visitor.get(path).text.partition('name="version" value="')[2].partition('"')[0]
    assert found.isdecimal(), path
    return found


def press(visitor: Visitor, path: str, step: str, **fields: object) -> httpx.Response:
    return visitor.post(f"{path}/{step}", {"version": version(visitor, path), **fields}, of="/staff")


def write(visitor: Visitor, path: str, part: str, **fields: object) -> httpx.Response:
    page = f"{path}/parts/{part}"
    return visitor.post(page, {"version": version(visitor, page), "do": "save", **fields}, of="/staff")


def publish(  # noqa: PLR0917
    author: Visitor, reviewer: Visitor, opdc: Visitor, code: str, step: str, effective_from: str = ""
) -> str:
    """Path of a revision that says this in its only step, approved twice."""
    path = begin(author, code)
    assert write(author, path, "steps", **{**STEPS, "row-0-name_th": step}).status_code == 303
    assert press(author, path, "dates", effective_from=effective_from).status_code == 303
    for who, where in ((author, "send"), (reviewer, "review"), (opdc, "approve")):
        assert press(who, path, where, do="approve").status_code == 303
    return path


def test_a_manual_goes_its_way_and_everybody_is_told(
    site: StaffSite, at: SignIn, code: str, own_mail: MailServer
) -> None:
    author, reviewer, opdc = at("author"), at("reviewer"), at("opdc_officer")
    path = begin(author, code)
    assert begin(author, code) == path, "a second open revision was begun"
    assert write(author, path, "steps", **{**STEPS, "row-0-name_th": "ยื่นคำขอออนไลน์"}).status_code == 303
    assert press(author, path, "send").status_code == 303
    assert "คู่มือรอคุณตรวจ 1 ฉบับ" in reviewer.get("/staff").text
    assert code in reviewer.get("/staff/procedures?waiting=me").text
    assert press(reviewer, path, "review", do="return", comment="").status_code == 422
    assert press(reviewer, path, "review", do="return", comment="ขาดค่าธรรมเนียม").status_code == 303
    assert "ขาดค่าธรรมเนียม" in author.get(path).text
    assert "คู่มือที่ส่งคืนให้คุณแก้ไข 1 ฉบับ" in author.get("/staff").text
    assert write(author, path, "fees", **{**FEES, "row-0-amount_baht": "๕๐"}).status_code == 303
    assert press(author, path, "send").status_code == 303
    page = reviewer.get(path).text
    assert "<del>20" in page
    assert "<ins>50" in page
    seen = version(reviewer, path)
    assert press(reviewer, path, "review", do="approve").status_code == 303
    again = reviewer.post(f"{path}/review", {"version": seen, "do": "approve"}, of="/staff")
    assert again.status_code == 409
    with httpx.Client(base_url=site.address, timeout=60) as citizen:
        assert OLD_STEP in citizen.get(f"/procedures/{code}").text
        assert press(opdc, path, "approve", do="approve").status_code == 303
        assert "ยื่นคำขอออนไลน์" in citizen.get(f"/procedures/{code}").text
        answer = citizen.get(f"/v1/procedures/{code}").json()
        assert answer["manual"]["fees"][0]["amount_baht"] == 50
        assert citizen.get("/v1/procedures", params={"q": "ยื่นคำขอออนไลน์"}).json()["results"][0]["code"] == code
        revisions = citizen.get(f"/v1/procedures/{code}/revisions").json()["results"]
        assert [(one["number"], one["standing"]) for one in revisions] == [(2, "in_force"), (1, "superseded")]
        old = citizen.get(f"/v1/procedures/{code}/revisions/1").json()["manual"]
        assert old["steps"][0]["name_th"] == OLD_STEP
        assert OLD_STEP in citizen.get(f"/en/procedures/{code}/revisions/1").text
        assert citizen.get(f"/v1/procedures/{code}/revisions/3").status_code == 404
    assert at("central_officer").get("/staff/audit?action=manual.approve_2").status_code == 200
    told: list[str] = []
    while len(told) < 5:  # other tests' letters may lie between
        letter = own_mail.next_letter()
        if code in letter.get_content():
            told.append(str(letter["To"]).partition("@")[0])
    assert told == ["reviewer", "author", "reviewer", "opdc_officer", "author"]


def test_nobody_approves_her_own_work_nor_what_she_has_not_seen(site: StaffSite, at: SignIn, code: str) -> None:
    give_role(site.url, "reviewer", "author")
    reviewer = at("reviewer")
    path = begin(reviewer, code)
    write(reviewer, path, "steps", **STEPS)
    assert press(reviewer, path, "send").status_code == 303
    answer = press(reviewer, path, "review", do="approve")
    assert answer.status_code == 403
    assert "คุณมีส่วนเขียนฉบับนี้" in answer.text
    take_role(site.url, "reviewer", "author")


def test_a_draft_is_not_for_citizens(site: StaffSite, at: SignIn, code: str) -> None:
    author = at("author")
    write(author, begin(author, code), "steps", **{**STEPS, "row-0-name_th": "เรื่องลับ"})
    with httpx.Client(base_url=site.address, timeout=60) as citizen:
        assert citizen.get(f"/v1/procedures/{code}/revisions/2").status_code == 404
        assert citizen.get(f"/procedures/{code}/revisions/2").status_code == 404
        assert "เรื่องลับ" not in citizen.get(f"/procedures/{code}").text


def test_from_its_day_on_a_manual_is_found_by_its_new_words(site: StaffSite, at: SignIn, code: str) -> None:
    """Not before, no longer by the old ones after, and without anybody doing anything at midnight."""
    now, later = "ฉีดวัคซีนควายเผือก", "ซ่อมแซมประภาคารร้าง"
    tomorrow = (datetime.now(BANGKOK) + timedelta(days=1)).strftime("%d/%m/%Y")
    people = at("author"), at("reviewer"), at("opdc_officer")
    publish(*people, code, now)
    path = publish(*people, code, later, effective_from=tomorrow)
    with httpx.Client(base_url=site.address, timeout=60) as citizen:

        def read(words: str) -> tuple[bool, bool, bool]:
            """Whether the search finds it, the page and the API show it."""
            results = citizen.get("/v1/procedures", params={"q": words}).json()["results"]
            manual = citizen.get(f"/v1/procedures/{code}").text
            found = code in [one["code"] for one in results]
            return found, words in citizen.get(f"/procedures/{code}").text, words in manual

        assert (read(now), read(later)) == ((True,) * 3, (False,) * 3)
        let_the_next_day_come(site.url)
        assert (read(later), read(now)) == ((True,) * 3, (False,) * 3)
        assert citizen.get(f"/v1/procedures/{code}/revisions").json()["results"][0]["standing"] == "in_force"
    assert "ซ่อมแซมประภาคารร้าง" in people[0].get(path).text


def test_two_people_write_at_once(site: StaffSite, at: SignIn, code: str) -> None:
    one, other = at("author"), at("central_officer")
    path = begin(one, code)
    seen = version(other, f"{path}/parts/steps")
    assert write(one, path, "fees", **FEES, **{"row-0-per_th": "ฉบับ"}).status_code == 303
    steps = {**STEPS, "version": seen, "do": "save"}
    assert other.post(f"{path}/parts/steps", steps, of="/staff").status_code == 303, "another part was in the way"
    answer = one.post(f"{path}/parts/steps", {**steps, "row-0-name_th": "ของฉัน"}, of="/staff")
    assert answer.status_code == 409
    assert "Khun central_officer" in answer.text
    assert "ของฉัน" in answer.text
    assert "ยื่นคำขอ" in answer.text


def test_rows_move_without_a_script_and_nothing_typed_is_lost(site: StaffSite, at: SignIn, code: str) -> None:
    author = at("author")
    path = begin(author, code)
    page = f"{path}/parts/documents"
    rows: dict[str, object] = {
        "version": version(author, page),
        "row-0-name_th": "บัตรประชาชน",
        "row-0-copy_needed": "yes",
        "row-1-name_th": "ทะเบียนบ้าน",
        "row-1-copies": "x",
    }
    added = author.post(page, {**rows, "do": "add"}, of="/staff").text
    assert 'name="row-2-name_th"' in added
    assert 'value="ทะเบียนบ้าน"' in added
    moved = author.post(page, {**rows, "do": "down-0"}, of="/staff").text
    assert moved.index("ทะเบียนบ้าน") < moved.index("บัตรประชาชน")
    gone = author.post(page, {**rows, "do": "remove-1"}, of="/staff").text
    assert 'name="gone-name_th" value="ทะเบียนบ้าน"' in gone
    kept = {name: value for name, value in rows.items() if not name.startswith("row-1")}
    back = {**kept, "gone-name_th": "ทะเบียนบ้าน", "gone-copies": "x", "gone-at": "1", "do": "restore"}
    assert 'name="row-1-name_th"' in author.post(page, back, of="/staff").text
    refused = author.post(page, {**rows, "do": "save"}, of="/staff")
    assert refused.status_code == 422
    assert 'href="#row-1-copies"' in refused.text
    kept_by_script = author.post(page, {**rows, "row-1-copies": "๑", "do": "keep"}, of="/staff")
    assert kept_by_script.status_code == 204
    assert kept_by_script.headers["x-version"] == version(author, page)


def test_forms_are_looked_into_before_they_are_taken(site: StaffSite, at: SignIn, code: str) -> None:
    author = at("author")
    path = begin(author, code)
    page = f"{path}/parts/forms"
    fields = {"version": version(author, page), "do": "save", "form": author.form_token("/staff"), "row-0-name_th": ""}
    fake = author.client.post(page, data=fields, files={"row-0-upload": ("form.pdf", b"MZ no pdf", "application/pdf")})
    assert fake.status_code == 422
    assert "ไฟล์นี้ไม่ใช่ PDF" in fake.text
    written = BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(written)
    real = {"row-0-upload": ("คำขอ.pdf", written.getvalue(), "application/pdf")}
    assert author.client.post(page, data=fields, files=real).status_code == 303
    shown = author.get(page).text
    assert 'value="คำขอ"' in shown
    address = shown.partition('href="/forms/')[2].partition('"')[0]
    answer = author.get(f"/forms/{address}")
    assert answer.content == written.getvalue()
    assert answer.headers["content-type"] == "application/pdf"


def test_programs_do_the_same(program: Program, code: str) -> None:
    clerk, desk, opdc = (program(name) for name in ("central_officer", "reviewer", "opdc_officer"))
    begun = clerk.post(f"/v1/staff/procedures/{code}/revisions", json={})
    assert begun.status_code == 201, begun.text
    path = f"/v1/staff/procedures/{code}/revisions/{begun.json()['number']}"
    assert clerk.post(f"/v1/staff/procedures/{code}/revisions", json={}).status_code == 409
    wrong = clerk.patch(path, json={"version": 1, "manual": {"fees": [{"name_th": "ค่า", "amount_baht": -1}], "x": 1}})
    assert wrong.status_code == 422
    assert {one["field"] for one in wrong.json()["errors"]} == {"fees[0].amount_baht", "x"}
    written = clerk.patch(path, json={"version": 1, "manual": {"fees": []}, "effective_from": None}).json()
    assert written["manual"]["fees"] == []
    assert written["manual"]["steps"], "a part that was not given was lost"
    late = clerk.patch(path, json={"version": 1, "manual": {"fees": [{"name_th": "ค่า", "amount_baht": 1}]}})
    assert late.status_code == 409
    seen = {"version": written["version"]}
    sent = clerk.post(f"{path}/send", json=seen).json()
    assert desk.post(f"{path}/review", json=seen).status_code == 409, "approved what it had not seen"
    back = desk.post(f"{path}/review/return", json={"version": sent["version"], "comment": "ตรวจอีกครั้ง"}).json()
    assert back["standing"] == "returned"
    sent = clerk.post(f"{path}/send", json={"version": back["version"]}).json()
    taken = clerk.post(f"{path}/take-back", json={"version": sent["version"]}).json()
    sent = clerk.post(f"{path}/send", json={"version": taken["version"]}).json()
    approved = desk.post(f"{path}/review", json={"version": sent["version"]}).json()
    done = opdc.post(f"{path}/approve", json={"version": approved["version"]})
    assert done.json()["standing"] == "in_force"
    assert [one["action"] for one in done.json()["story"]][-2:] == ["approve_1", "approve_2"]
    assert clerk.patch(path, json={"version": done.json()["version"], "manual": {}}).status_code == 409
    counts = clerk.get("/v1/staff/procedure-counts").json()["results"]
    assert counts[0]["published"] >= 1


def give_role(url: str, person: str, role: str) -> None:
    _execute(
        url,
        """
        INSERT INTO staff_role (account_id, role, agency_id)
        SELECT a.id, :role, r.agency_id FROM staff_account a JOIN staff_role r ON r.account_id = a.id
        WHERE a.email = :email LIMIT 1
        """,
        person,
        role,
    )


def take_role(url: str, person: str, role: str) -> None:
    _execute(
        url,
        """
        DELETE FROM staff_role r USING staff_account a
        WHERE a.id = r.account_id AND a.email = :email AND r.role = :role
        """,
        person,
        role,
    )


def _execute(url: str, statement: str, person: str, role: str) -> None:
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text(statement), {"email": f"{person}@example.go.th", "role": role})

"""Many manuals by a page and by programs: tried, imported, exported again; and what one sees of it in a browser."""

import json
from collections.abc import Callable, Iterator
from io import BytesIO

import httpx
import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect
from pypdf import PdfReader
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geo.manual_revisions.models import ManualRevision
from geo.models import Agency, Procedure
from geo.staff.models import ManualUpload
from tests.api.conftest import ServeApp
from tests.api.staff.conftest import DEPARTMENT, load_staff
from tests.api.staff.program import programs
from tests.api.staff.signing_in import sign_in
from tests.api.staff.visitor import SignIn, Visitor, visitors
from tests.conftest import NewPage
from tests.country import Country
from tests.expect_accessible import expect_accessible

KNOWN = "0150810000001"
NEW = "0150810000002"

PAGE = "/staff/manual-import"


@pytest.fixture(scope="module")
def url(make_database: Callable[[], str]) -> str:
    url = make_database()
    with Session(create_engine(url, poolclass=NullPool)) as session:
        load_staff(session)
        agency = session.scalars(select(Agency).where(Agency.code == DEPARTMENT)).one()
        Country(session).make_procedure(
            KNOWN, title_th="การจัดตั้งกลุ่มอาชีพ", title_en=None, agency=agency, manual={"notes_th": "เดิม"}
        )
        session.commit()
    return url


@pytest.fixture
def database(url: str) -> Iterator[Session]:
    with Session(create_engine(url, poolclass=NullPool)) as session:
        yield session


@pytest.fixture(scope="module")
def site(serve_app: ServeApp, url: str) -> str:
    return serve_app(url)


@pytest.fixture
def person(site: str) -> Iterator[SignIn]:
    with visitors(site) as sign_in:
        yield sign_in


@pytest.fixture
def program(site: str, url: str) -> Iterator[httpx.Client]:
    with programs(site, url) as program:
        yield program("central_officer", "manual.write", "procedure.edit", "procedure.see")


def lines(*manuals: dict[str, object]) -> bytes:
    return b"".join(json.dumps(one).encode() + b"\n" for one in manuals)


def upload(visitor: Visitor, content: bytes, name: str = "manuals.jsonl") -> httpx.Response:
    token = visitor.form_token(PAGE)
    return visitor.client.post(PAGE, data={"form": token}, files={"file": (name, content)})


def drafts(database: Session, code: str) -> int:
    database.expire_all()
    statement = select(func.count(ManualRevision.id)).join(Procedure).where(Procedure.code == code)
    return database.scalars(statement.where(ManualRevision.state == "draft")).one()


def test_tried_then_imported_by_whoever_uploaded_it(database: Session, person: SignIn) -> None:
    officer = person("central_officer")
    content = lines(
        {"code": KNOWN, "manual": {"notes_th": "ใหม่"}},
        {"code": NEW, "title_th": "การใหม่", "agency_code": DEPARTMENT, "manual": {"notes_th": "ใหม่"}},
        {"code": "x", "manual": {"fees": [{"name_th": "ก", "amount_baht": -5}]}},
    )
    answer = upload(officer, content)
    assert answer.status_code == 303
    dry_run = answer.headers["location"]
    page = officer.get(dry_run).text
    assert "นำเข้าฉบับร่าง 2 ฉบับ" in page
    assert "บรรทัด 3, คอลัมน์ manual.fees[0].amount_baht" in page
    assert (drafts(database, KNOWN), drafts(database, NEW)) == (0, 0)

    stranger = person("stranger")
    assert stranger.get(dry_run).status_code == 404
    assert stranger.post(dry_run, of=PAGE).status_code == 404

    done = officer.post(dry_run, of=PAGE)
    assert "ผลการนำเข้า" in done.text
    assert (drafts(database, KNOWN), drafts(database, NEW)) == (1, 1)
    assert database.scalar(select(Procedure.shown).where(Procedure.code == NEW)) is False
    assert officer.post(dry_run, of=PAGE).status_code == 404
    assert database.scalar(select(func.count(ManualUpload.id))) == 0


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [("a.pdf", b"x", "ไม่ใช่ไฟล์ JSON Lines"), ("a.xlsx", b"x", "a.xlsx"), ("a.jsonl", b"", "กรุณาเลือกไฟล์")],
)
def test_a_file_that_is_none(person: SignIn, name: str, content: bytes, words: str) -> None:
    answer = upload(person("author"), content, name)
    assert answer.status_code == 422
    assert words in answer.text


def test_programs_import_and_export(database: Session, program: httpx.Client) -> None:
    code = "0150810000009"
    given: dict[str, object] = {
        "code": code,
        "title_th": "การอื่น",
        "agency_code": DEPARTMENT,
        "manual": {"notes_th": "น้ำท่วม"},
    }
    file = {"file": ("a.jsonl", lines(given))}
    tried = program.post("/v1/staff/manual-import", files=file).json()
    assert (tried["dry_run"], tried["results"][0]["outcome"]) == (True, "new")
    assert drafts(database, code) == 0
    [done] = program.post("/v1/staff/manual-import?dry_run=false", files=file).json()["results"]
    assert (done["outcome"], done["revision"]) == ("new", 1)
    refused = program.post("/v1/staff/manual-import", files={"file": ("a.jsonl", b'{"code": "y"}')}).json()
    assert refused["results"][0]["faults"][0]["column"] == "manual"
    assert program.post("/v1/staff/manual-import", files={"file": ("a.txt", b"x")}).status_code == 422

    exported = f"/v1/staff/procedures/{code}/revisions/1/file"
    line = program.get(exported).json()
    assert (line["code"], line["manual"]["notes_th"], line["agency_code"]) == (code, "น้ำท่วม", DEPARTMENT)
    for kind in ("json", "xlsx"):
        again = program.get(f"{exported}?format={kind}").content
        name = "a.xlsx" if kind == "xlsx" else "a.jsonl"
        [same] = program.post("/v1/staff/manual-import", files={"file": (name, again)}).json()["results"]
        assert (same["outcome"], same["faults"]) == ("same", [])
    pdf = PdfReader(BytesIO(program.get(f"{exported}?format=pdf").content))
    assert "ฉบับร่าง" in pdf.pages[0].extract_text()
    assert program.get(f"/v1/staff/procedures/{code}/revisions/9/file").status_code == 404


def test_files_from_the_pages(person: SignIn) -> None:
    reviewer, officer = person("reviewer"), person("central_officer")
    revision = f"/staff/procedures/{KNOWN}/revisions/1"
    page = reviewer.get(revision).text
    for ending, kind in (("json", "application/x-ndjson"), ("xlsx", "spreadsheetml"), ("pdf", "application/pdf")):
        assert f'href="{revision}.{ending}"' in page
        answer = reviewer.get(f"{revision}.{ending}")
        assert answer.status_code == 200
        assert kind in answer.headers["content-type"]
    assert f'href="{PAGE}"' in officer.get("/staff/procedures").text
    assert "manuals" in load_workbook(BytesIO(officer.get(f"{PAGE}/template.xlsx").content)).sheetnames


@pytest.mark.browser
def test_in_a_browser(new_page: NewPage, site: str) -> None:
    for prefix, viewport in (("", {"width": 360, "height": 780}), ("/en", {"width": 1280, "height": 900})):
        page = new_page(site, viewport=viewport)
        sign_in(page, prefix, "author")
        page.goto(prefix + PAGE)
        expect_accessible(page)
        content = lines({"code": KNOWN, "manual": {"notes_th": prefix}}, {"code": "x", "manual": {}})
        page.locator("#file").set_input_files({"name": "m.jsonl", "mimeType": "text/plain", "buffer": content})
        page.locator("main form button").click()
        expect(page.locator("tbody tr")).to_have_count(2)
        expect_accessible(page)

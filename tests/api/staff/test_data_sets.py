"""Data sets over HTTP: uploaded, looked at, corrected, activated while searches go on, rolled back."""

import io
import re
import threading
from collections.abc import Callable, Iterator
from http.client import HTTPConnection

import httpx
import openpyxl
import pytest
from playwright.sync_api import expect
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from ingest.data_sets.uploaded_file import MOST_BYTES
from tests.api.conftest import ServeApp
from tests.api.staff.conftest import DEPARTMENT, NEIGHBOUR, OFFICE, STRANGE_OFFICE, StaffSite
from tests.api.staff.program import programs
from tests.api.staff.signing_in import sign_in
from tests.api.staff.visitor import Visitor, visitors
from tests.conftest import NewPage
from tests.country import Country
from tests.expect_accessible import FOR_EVERYBODY, expect_accessible

ID_CARD = "0150400000001"
MANY = 2_000

_CONTENT = (
    "SELECT (to_jsonb(t) - 'version' - 'json')::text || t.location::text FROM service_point t",
    "SELECT json FROM service_point",
    "SELECT to_jsonb(t)::text || t.location::text FROM offering t",
    "SELECT to_jsonb(t)::text FROM area_served t",
)


@pytest.fixture(scope="module")
def site(serve_app: ServeApp, make_staff_database: Callable[[], str]) -> StaffSite:
    """With a procedure that all offices of the department offer."""
    url = make_staff_database()
    with Session(create_engine(url, poolclass=NullPool)) as session:
        Country(session).make_procedure(ID_CARD)
        session.execute(
            text(
                "INSERT INTO offering (procedure_id, service_point_id, agency_id)"
                " SELECT p.id, s.id, s.agency_id FROM procedure p, service_point s"
            )
        )
        session.commit()
    return StaffSite(serve_app(url), url)


@pytest.fixture(scope="module")
def engine(site: StaffSite) -> Iterator[Engine]:
    engine = create_engine(site.url, poolclass=NullPool)
    yield engine
    engine.dispose()


@pytest.fixture
def officer(site: StaffSite) -> Iterator[Visitor]:
    with visitors(site.address) as sign_in:
        yield sign_in("central_officer")


@pytest.fixture
def program(site: StaffSite) -> Iterator[httpx.Client]:
    with programs(site.address, site.url) as program:
        yield program("central_officer")


def send(officer: Visitor, content: bytes, name: str, **fields: str) -> httpx.Response:
    data = {"form": officer.form_token("/en/staff/data-sets"), "kind": "service-points", **fields}
    return officer.client.post("/en/staff/data-sets", data=data, files={"file": (name, content)})


def finished(officer: Visitor, path: str) -> str:
    """The page when nothing is being done any more: looked at again and again, as without a script."""
    while True:
        page = officer.get(path).text
        if "<progress" not in page:
            return page


def done(program: httpx.Client, number: int) -> dict[str, object]:
    while True:
        shape: dict[str, object] = program.get(f"/v1/staff/data-sets/{number}").json()
        if shape["job_state"] not in ("waiting", "running"):
            return shape


def content(engine: Engine) -> list[list[str]]:
    with engine.connect() as connection:
        return [sorted(map(str, connection.scalars(text(statement)))) for statement in _CONTENT]


def many_rows(engine: Engine) -> bytes:
    """A sheet of `MANY` rows: all that the department has, moved and renamed; new ones; and ten that are wrong."""
    with engine.connect() as connection:
        there = connection.scalars(
            text("SELECT s.code FROM service_point s JOIN agency a ON a.id = s.agency_id WHERE a.code = :code"),
            {"code": DEPARTMENT},
        ).all()
    lines = ["code,agency_code,name_th,lat,lon,opening_hours"]
    for number, code in enumerate([*there, *(f"70000{number:08}" for number in range(MANY - len(there) - 10))]):
        lat, lon = 13.1 + number % 97 / 300, 100.9 + number % 89 / 300
        lines.append(f"{code},{DEPARTMENT},สำนักงานที่ {number},{lat},{lon},Mo-Fr 08:30-16:30; PH off")
    lines += [f"8000000000{number:03},{DEPARTMENT},ผิด {number},95,100.5,sometimes" for number in range(10)]
    return "\n".join(lines).encode()


def test_two_thousand_rows_while_searches_go_on(officer: Visitor, site: StaffSite, engine: Engine) -> None:
    before = content(engine)
    answer = send(officer, many_rows(engine), "many.csv")
    assert answer.status_code == 303, answer.text
    path = answer.headers["location"]
    page = finished(officer, path)
    assert re.search(r"<dt>Refused</dt><dd>10</dd>", page)
    assert "&#39;sometimes&#39;" in officer.get(f"{path}?show=refused").text
    assert content(engine) == before
    answers: list[int] = []
    over = threading.Event()

    def search() -> None:
        with httpx.Client(base_url=site.address, timeout=30) as client:
            asked: dict[str, str | float] = {"procedure": ID_CARD, "lat": 13.2, "lon": 100.9}
            while not over.is_set() or len(answers) < 5:
                answers.append(client.get("/v1/nearest", params=asked).status_code)

    searching = threading.Thread(target=search)
    searching.start()
    try:
        assert officer.post(f"{path}/activate").status_code == 303
        page = finished(officer, path)
        assert "Roll back ..." in page, page
        assert content(engine) != before
        assert httpx.get(f"{site.address}/v1/service-points/7000000000000").status_code == 200
        assert "Nobody has changed any of these records since." in officer.get(f"{path}/roll-back").text
        assert officer.post(f"{path}/roll-back").status_code == 303
        page = finished(officer, path)
        assert "rolled back" in page
    finally:
        over.set()
        searching.join()
    assert set(answers) == {200}
    assert content(engine) == before
    assert httpx.get(f"{site.address}/v1/service-points/7000000000000").status_code == 404
    history = officer.get(f"/en/staff/service-points/{OFFICE}").text
    assert "สำนักงานพัฒนาชุมชนอำเภอบางละมุง" in history


def test_the_sheet_goes_home_and_the_refused_rows_too(officer: Visitor) -> None:
    sheet = officer.get("/en/staff/data-sets/sheet.xlsx?kind=service-points").content
    workbook = openpyxl.load_workbook(io.BytesIO(sheet))
    codes = {cell.value for cell in workbook.worksheets[0]["A"]}
    assert OFFICE in codes
    assert STRANGE_OFFICE not in codes
    answer = send(officer, sheet, "sheet.xlsx")
    page = finished(officer, answer.headers["location"])
    assert "there is nothing to activate" in page
    wrong = f"code,agency_code,name_th,postcode\n{OFFICE},{DEPARTMENT},ก,2\n".encode()
    path = send(officer, wrong, "wrong.csv").headers["location"]
    assert "refused.xlsx" in finished(officer, path)
    refused = openpyxl.load_workbook(io.BytesIO(officer.get(f"{path}/refused.xlsx").content)).worksheets[0]
    assert "postcode" in str(refused["B2"].value)
    assert officer.post(f"{path}/discard").status_code == 303
    assert "discarded" in officer.get(path).text


def test_what_is_wrong_with_an_upload_stands_in_the_form(officer: Visitor) -> None:
    nothing = officer.post("/en/staff/data-sets", {"kind": "service-points"})
    assert (nothing.status_code, "Choose a file." in nothing.text) == (422, True)
    picture = send(officer, b"\x89PNG\r\n\x1a\n" + b"0" * 64, "photo.csv")
    assert "photo.csv is not a table" in picture.text
    page = finished(officer, send(officer, b"name_th\nx\n", "names.csv").headers["location"])
    assert "names.csv has no column code, agency_code" in page
    assert _status_of_a_form_of(MOST_BYTES * 2, officer) == 413


def _status_of_a_form_of(length: int, officer: Visitor) -> int:
    """Before any of it has been sent."""
    url = officer.client.base_url
    connection = HTTPConnection(url.host, url.port or 80, timeout=30)
    connection.putrequest("POST", "/en/staff/data-sets")
    cookies = "; ".join(f"{name}={value}" for name, value in officer.client.cookies.items())
    head = {"Cookie": cookies, "Content-Length": str(length), "Content-Type": "multipart/form-data; boundary=x"}
    for name, value in head.items():
        connection.putheader(name, value)
    connection.endheaders()
    status = connection.getresponse().status
    connection.close()
    return status


def test_programs_do_the_same(program: httpx.Client, engine: Engine) -> None:
    before = content(engine)
    rows = (
        f"code,agency_code,name_th,lat,lon\n{OFFICE},{DEPARTMENT},ใหม่,13.5,100.9\n{STRANGE_OFFICE},{DEPARTMENT},ก,,\n"
    )
    asked = {"kind": "service-points", "name": "two.csv", "agency": DEPARTMENT}
    made = program.post("/v1/staff/data-sets", params=asked, content=rows.encode())
    assert made.status_code == 202, made.text
    number = made.json()["id"]
    shape = done(program, number)
    assert (shape["state"], shape["rows_changed"], shape["rows_refused"]) == ("ready", 1, 1)
    base = f"/v1/staff/data-sets/{number}"
    [change] = program.get(f"{base}/changes").json()["results"]
    assert change["fields"]["name_th"] == ["สำนักงานพัฒนาชุมชนอำเภอบางละมุง", "ใหม่"]
    [pin] = program.get(f"{base}/pins").json()["results"]
    assert (pin["was_lat"], pin["lat"], pin["moved_m"] > 5_000, len(pin["findings"]) > 0) == (13.75, 13.5, True, True)
    [refused] = program.get(f"{base}/refused").json()["results"]
    assert "which you do not look after" in refused["reasons"][0]
    assert program.post(f"{base}/roll-back").status_code == 409
    assert program.post(f"{base}/activate").status_code == 202
    assert done(program, number)["can_roll_back"] is True
    assert program.post(f"{base}/activate").status_code == 409
    assert program.get(f"{base}/edited-since").json() == {"results": []}
    assert program.post(f"{base}/roll-back", json={"restore": []}).status_code == 202
    assert done(program, number)["state"] == "rolled_back"
    assert content(engine) == before
    assert program.get("/v1/staff/data-sets").json()["results"][0]["id"] == number
    assert program.get("/v1/staff/data-sets/sheet").content.startswith(b"PK")
    assert program.post("/v1/staff/data-sets", params=asked | {"kind": "x"}, content=b"x").status_code == 422


@pytest.mark.browser
@FOR_EVERYBODY
def test_from_the_file_to_the_map_and_back(
    new_page: NewPage, site: StaffSite, engine: Engine, prefix: str, options: dict[str, object]
) -> None:
    """The page goes on by itself when the work is done; axe finds nothing on any of the pages."""
    page = new_page(site.address, **options)
    sign_in(page, prefix, "central_officer")
    page.goto(f"{prefix}/staff/data-sets")
    expect_accessible(page)
    rows = [
        f"{OFFICE},{DEPARTMENT},สำนักงานใหม่ {prefix},13.1,100.9,20150",
        f"{NEIGHBOUR},{DEPARTMENT},สำนักงานสอง,13.1491234,100.9254321,20150",
        f"3200000000009,{DEPARTMENT},สำนักงานเพิ่ม,13.2,100.95,20150",
        f"3200000000008,{DEPARTMENT},สำนักงานผิด,13.2,100.95,x",
    ]
    sheet = "code,agency_code,name_th,lat,lon,postcode\n" + "\n".join(rows)
    page.locator("#file").set_input_files({"name": "offices.csv", "mimeType": "text/csv", "buffer": sheet.encode()})
    page.get_by_role("button", name="Upload and look at it" if prefix else "อัปโหลดและตรวจดู").click()
    expect(page.locator(".pk-figures")).to_be_visible()
    expect_accessible(page)
    for tab in ("new", "refused", "pins"):
        page.locator(f'.pk-sections a[href*="show={tab}"]').click()
        page.wait_for_url(f"**show={tab}*")
        expect_accessible(page)
    expect(page.locator("[data-moved-map][data-ready]")).to_be_attached()
    expect(page.locator("[data-moved-map] .pk-pin")).to_have_count(3)
    page.locator("form[action$='/activate'] button").click()
    expect(page.locator("a[href$='/roll-back']")).to_be_visible()
    expect_accessible(page)
    _edit_behind(engine)
    page.locator("a[href$='/roll-back']").click()
    page.wait_for_url("**/roll-back")
    expect_accessible(page)
    page.locator("input[name=restore]").first.check()
    page.locator("form[action$='/roll-back'] button").click()
    expect(page.locator("a[href$='/roll-back']")).to_have_count(0)
    expect(page.locator(".pk-figures")).to_be_visible()
    expect_accessible(page)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM service_point WHERE code LIKE '32%'")) == 0


def _edit_behind(engine: Engine) -> None:
    with engine.begin() as connection:
        statement = (
            "UPDATE service_point SET phone = '0 1', updated_at = now(), updated_by = 'สมหญิง' WHERE code = :code"
        )
        connection.execute(text(statement), {"code": OFFICE})

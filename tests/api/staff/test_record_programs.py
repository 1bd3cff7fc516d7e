"""`/v1/staff/service-points` and `/v1/staff/agencies`: what the pages do, for programs; and what is exported."""

import csv
import io
from collections.abc import Callable, Iterator

import openpyxl
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from tests.api.conftest import ServeApp
from tests.api.staff.conftest import DEPARTMENT, NEIGHBOUR, OFFICE, OTHER_DEPARTMENT, STRANGE_OFFICE, StaffSite
from tests.api.staff.program import Program, programs
from tests.api.staff.visitor import visitors
from tests.country import Country


@pytest.fixture(scope="module")
def records(serve_app: ServeApp, make_staff_database: Callable[[], str]) -> StaffSite:
    """A site of its own with 120 more service points of the department."""
    url = make_staff_database()
    with Session(create_engine(url, poolclass=NullPool)) as session:
        country = Country(session)
        ours = session.scalar(text("SELECT id FROM agency WHERE code = :code"), {"code": DEPARTMENT})
        for number in range(120):
            point = country.make_service_point(f"5000000000{number:03}", name_th=f"ศูนย์เรียนรู้ที่ {number}")
            point.agency_id = ours
            point.shown = number % 3 != 0
            point.notes = "=1+1" if number == 7 else None
        session.commit()
    return StaffSite(serve_app(url), url)


@pytest.fixture
def program(records: StaffSite) -> Iterator[Program]:
    with programs(records.address, records.url) as program:
        yield program


def test_a_point_is_added_changed_hidden_and_shown(program: Program) -> None:
    officer = program("central_officer")
    new = {"agency": DEPARTMENT, "name_th": "จุดบริการใหม่", "position": "13.50123, 100.50456", "accessible": True}
    doubted = officer.post("/v1/staff/service-points", json=new | {"position": "13.5, 100.5"})
    assert [(one["field"], "rounded" in one["message"]) for one in doubted.json()["errors"]] == [("position", True)]
    made = officer.post("/v1/staff/service-points", json=new)
    assert made.status_code == 201, made.text
    point = made.json()
    assert (point["code"], point["version"], point["updated_by"]) == ("5000000000120", 1, "Khun central_officer")
    path = f"/v1/staff/service-points/{point['code']}"
    changed = officer.patch(path, json={"version": 1, "languages": ["en", "th", "zh"], "position": None}).json()
    assert (changed["version"], changed["languages"], changed["position"]) == (2, ["en", "zh"], None)
    assert (changed["name_th"], changed["accessible"]) == ("จุดบริการใหม่", True)
    late = officer.patch(path, json={"version": 1, "phone": "1111"})
    assert (late.status_code, late.json()["type"]) == (409, "tag:pakmud,2026:saved-by-another")
    assert "Khun central_officer" in late.json()["detail"]
    assert officer.post(f"{path}/hide", json={"version": 2}).json()["errors"][0]["field"] == "reason"
    hidden = officer.post(f"{path}/hide", json={"version": 2, "reason": "ปิดถาวร"}).json()
    assert (hidden["shown"], hidden["version"]) == (False, 3)
    assert officer.post(f"{path}/show", json={"version": 3}).json()["shown"] is True
    log = officer.get("/v1/staff/audit", params={"q": point["code"]}).json()["results"]
    assert [line["action"].removeprefix("service_point.") for line in log] == ["show", "hide", "edit", "add"]
    assert log[1]["after"] == {"shown": False, "reason": "ปิดถาวร"}
    assert log[2]["before"] == {"languages": [], "position": "13.50123, 100.50456"}


def test_areas_served_are_stated_and_taken_back(program: Program) -> None:
    officer = program("central_officer")
    for path in (f"/v1/staff/service-points/{NEIGHBOUR}", f"/v1/staff/agencies/{DEPARTMENT}"):
        before = officer.get(path).json()
        assert before["areas_served"] == []
        stated = officer.patch(
            path, json={"version": before["version"], "areas_served": ["2007", "2004", "๒๐๐๗"]}
        ).json()
        assert (stated["areas_served"], stated["version"]) == (["2004", "2007"], before["version"] + 1)
        for wrong in ("99", "100501", "\x00"):
            fault = officer.patch(path, json={"version": stated["version"], "areas_served": ["20", wrong]})
            assert [one["field"] for one in fault.json()["errors"]] == ["areas_served"], fault.text
        again = officer.patch(path, json={"version": stated["version"], "areas_served": []}).json()
        assert again["areas_served"] == officer.get(path).json()["areas_served"] == []


def test_every_field_at_fault_is_named(program: Program) -> None:
    wrong = {"version": 1, "postcode": "1", "email": "x", "level": "moon", "important_kind": "x" * 200}
    answer = program("central_officer").patch(f"/v1/staff/service-points/{OFFICE}", json=wrong)
    assert answer.status_code == 422
    assert {one["field"] for one in answer.json()["errors"]} == {"postcode", "email", "level", "important_kind"}
    assert all(one["message"] for one in answer.json()["errors"])


@pytest.mark.parametrize(
    ("name", "method", "path", "status"),
    [
        ("central_officer", "GET", f"/v1/staff/service-points/{STRANGE_OFFICE}", 403),
        ("point_officer", "GET", f"/v1/staff/service-points/{NEIGHBOUR}", 403),
        ("point_officer", "POST", f"/v1/staff/service-points/{OFFICE}/hide", 403),
        ("central_officer", "PATCH", f"/v1/staff/agencies/{OTHER_DEPARTMENT}", 403),
        ("central_officer", "GET", "/v1/staff/service-points/none", 404),
        ("central_officer", "GET", "/v1/staff/agencies/none", 404),
        ("platform_admin", "GET", f"/v1/staff/agencies/{OTHER_DEPARTMENT}", 200),
    ],
)
def test_only_within_ones_own_agencies(program: Program, name: str, method: str, path: str, status: int) -> None:
    assert program(name).request(method, path, json={"version": 1, "reason": "x"}).status_code == status


@pytest.mark.parametrize("sort", ["code", "name", "changed"])
def test_pages_together_are_the_list(program: Program, sort: str) -> None:
    officer = program("central_officer")
    asked = {"q": "ศูนย์เรียนรู้", "sort": sort}
    whole = officer.get("/v1/staff/service-points", params={**asked, "limit": 500}).json()
    seen: list[str] = []
    after: str | None = ""
    while after is not None:
        page = officer.get("/v1/staff/service-points", params={**asked, "limit": 17, "after": after}).json()
        seen += [row["code"] for row in page["results"]]
        after = page["next"]
    assert seen == [row["code"] for row in whole["results"]]
    assert len(set(seen)) == whole["total"] == 120


def test_the_export_has_exactly_the_filtered_rows(program: Program, records: StaffSite) -> None:
    officer = program("central_officer")
    asked = {"q": "ศูนย์เรียนรู้", "agency": DEPARTMENT, "pinned": "true", "shown": "false", "sort": "name"}
    listed = officer.get("/v1/staff/service-points", params={**asked, "limit": 500}).json()
    asked |= {"pinned": "yes", "shown": "no"}
    with visitors(records.address) as sign_in:
        person = sign_in("central_officer")
        exported = person.get("/staff/service-points.csv", params=asked)
        workbook = person.get("/staff/service-points.xlsx", params=asked).content
        everything = person.get("/staff/service-points.csv").content.decode("utf-8-sig")
    assert exported.headers["content-disposition"] == 'attachment; filename="service-points.csv"'
    rows = list(csv.DictReader(io.StringIO(exported.content.decode("utf-8-sig"))))
    assert [row["code"] for row in rows] == [row["code"] for row in listed["results"]]
    assert len(rows) == listed["total"] == 40
    sheet = openpyxl.load_workbook(io.BytesIO(workbook)).active
    assert sheet is not None
    cells = list(sheet.iter_rows(values_only=True))
    assert [row[0] for row in cells[1:]] == [row["code"] for row in rows]
    assert list(cells[0]) == list(rows[0])
    assert STRANGE_OFFICE not in everything
    assert "'=1+1" in everything
    assert ",=1+1" not in everything


def test_agencies_are_added_moved_and_hidden_when_empty(program: Program) -> None:
    officer = program("central_officer")
    new = {"code": "0150801000000", "name_th": "กองใหม่", "level": "agency", "parent": DEPARTMENT, "type": "division"}
    made = officer.post("/v1/staff/agencies", json=new)
    assert (made.status_code, made.json()["parent"], made.json()["subtype"]) == (201, DEPARTMENT, "central")
    asked = {"type": "division", "subtype": "central", "ministry": "0150000000000", "department": DEPARTMENT}
    listed = officer.get("/v1/staff/agencies", params=asked).json()
    assert ([one["code"] for one in listed["results"]], listed["total"], listed["next"]) == ([new["code"]], 1, None)
    assert officer.get("/v1/staff/agencies", params=asked | {"category": "health"}).json()["results"] == []
    assert officer.get("/v1/staff/agencies", params={"category": "x"}).json()["errors"][0]["field"] == "category"
    assert officer.post("/v1/staff/agencies", json=new).json()["errors"][0]["field"] == "code"
    path = f"/v1/staff/agencies/{new['code']}"
    local = {"version": made.json()["version"], "subtype": "local"}
    assert officer.patch(path, json=local).json()["errors"][0]["field"] == "subtype"
    hidden = officer.patch(path, json={"version": made.json()["version"], "shown": False}).json()
    assert (hidden["shown"], hidden["version"]) == (False, 2)
    listed = officer.get("/v1/staff/agencies", params={"shown": False}).json()["results"]
    assert [one["code"] for one in listed] == [new["code"]]
    ours = officer.get(f"/v1/staff/agencies/{DEPARTMENT}").json()
    full = officer.patch(f"/v1/staff/agencies/{DEPARTMENT}", json={"version": ours["version"], "shown": False})
    assert full.json()["errors"][0]["field"] == "shown"
    below = {"version": ours["version"], "parent": new["code"], "level": "agency"}
    assert officer.patch(f"/v1/staff/agencies/{DEPARTMENT}", json=below).json()["errors"][0]["field"] == "parent"
    top = {"code": "0990000000000", "name_th": "กระทรวงใหม่", "level": "ministry", "parent": None}
    assert officer.post("/v1/staff/agencies", json=top).status_code == 422
    assert program("platform_admin").post("/v1/staff/agencies", json=top).status_code == 201

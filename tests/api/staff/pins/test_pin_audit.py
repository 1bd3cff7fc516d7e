"""The pin audit's page: looked at on the first visit, narrowed, counted, exported, done, and not shown again."""

import csv
import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geo.pins.audit import AuditQuestion, audit_pins
from geo.pins.audit_record import COLUMNS, audit_record
from geo.pins.refresh_findings import begin_refresh
from tests.api.staff.conftest import DEPARTMENT, NEIGHBOUR, OFFICE, OTHER_DEPARTMENT, STRANGE_OFFICE, StaffSite
from tests.api.staff.pins.conftest import PIN, UTM, look_at_all_pins
from tests.api.staff.pins.test_pin_page import save
from tests.api.staff.visitor import SignIn, Visitor

AUDIT = "/en/staff/pin-audit"


@contextmanager
def opened(site: StaffSite) -> Iterator[Session]:
    engine = create_engine(site.url, poolclass=NullPool)
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture
def looked_at(pin_site: StaffSite) -> StaffSite:
    """All pins have been looked at."""
    engine = create_engine(pin_site.url, poolclass=NullPool)
    look_at_all_pins(engine)
    engine.dispose()
    return pin_site


def when_looked_at(visitor: Visitor) -> str:
    """What the page says of it when it is done."""
    while "aria-busy" in (progress := visitor.get(f"{AUDIT}/progress").text):
        pass
    return progress


def codes(page: str) -> set[str]:
    return set(re.findall(r"/staff/service-points/(\d+)", page[page.index("<main") :]))


def test_the_first_to_come_has_them_looked_at(sign_in: SignIn, pin_site: StaffSite) -> None:
    admin = sign_in("platform_admin")
    assert admin.get(AUDIT).status_code == 200
    assert "14 service points looked at on" in when_looked_at(admin)
    assert codes(admin.get(AUDIT).text) >= {NEIGHBOUR, STRANGE_OFFICE}
    assert codes(admin.get(AUDIT, params={"kind": "stale"}).text) == {OFFICE}
    assert admin.post(f"{AUDIT}/run").status_code == 303
    assert "14 service points looked at on" in when_looked_at(admin)


def test_everybody_sees_what_she_looks_after(sign_in: SignIn, looked_at: StaffSite) -> None:
    assert codes(sign_in("point_officer").get(AUDIT).text) == {OFFICE}
    assert STRANGE_OFFICE not in codes(sign_in("central_officer").get(AUDIT).text)
    assert codes(sign_in("stranger").get(AUDIT).text) == {STRANGE_OFFICE}


def test_narrowed_counted_and_linked(sign_in: SignIn, looked_at: StaffSite) -> None:
    admin = sign_in("platform_admin")
    stale = admin.get(AUDIT, params={"kind": "stale"}).text
    assert "1 findings at 1 service points" in stale
    assert f'href="{PIN.replace("/staff", "/en/staff")}"' in stale
    assert codes(admin.get(AUDIT, params={"agency": OTHER_DEPARTMENT}).text) == {STRANGE_OFFICE}
    in_chon_buri = admin.get(AUDIT, params={"province": "20"}).text
    assert STRANGE_OFFICE not in codes(in_chon_buri)
    assert f"agency={DEPARTMENT}" in admin.get(AUDIT).text
    assert "province=20" in admin.get(AUDIT).text
    for wrong in ("kind=haunted", "after=x", "province=2x"):
        assert admin.get(f"{AUDIT}?{wrong}").status_code == 422, wrong


def test_files_hold_what_is_filtered_as_the_terminal_writes_it(sign_in: SignIn, looked_at: StaffSite) -> None:
    central = sign_in("central_officer")
    asked = {"province": "20"}
    with opened(looked_at) as session:
        expected = audit_pins(session, AuditQuestion(agency_code=DEPARTMENT, area_code="20"))
    records = {tuple(str("" if value is None else value) for value in audit_record(one)) for one in expected}
    answer = central.get(f"{AUDIT}.csv", params=asked)
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert tuple(rows[0]) == COLUMNS
    assert {tuple(row) for row in rows[1:]} == records != set()
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(central.get(f"{AUDIT}.xlsx", params=asked).content))
    assert len(sheet.get_sheet_by_index(0).to_python()) == len(rows)
    features = json.loads(central.get(f"{AUDIT}.geojson", params=asked).content)["features"]
    assert len(features) == len(rows) - 1


def test_what_is_done_is_not_shown_again(sign_in: SignIn, looked_at: StaffSite) -> None:
    officer = sign_in("point_officer")
    assert "Nobody has confirmed the pin since it was set on 1 January 2020." in officer.get(AUDIT).text
    save(officer, UTM)
    assert "0 findings at 0 service points" in officer.get(AUDIT).text
    with opened(looked_at) as session:
        assert audit_pins(session, AuditQuestion(codes=[OFFICE])) == []


def test_before_the_first_look_has_ended_nothing_is_said_to_be_right(sign_in: SignIn, pin_site: StaffSite) -> None:
    with opened(pin_site) as session:
        begin_refresh(session, None)
        session.commit()
    page = sign_in("point_officer").get(AUDIT).text
    assert "What is found will stand here as soon as all have been looked at." in page
    assert "Nothing was found." not in page


def test_the_map_counts_the_same(sign_in: SignIn, looked_at: StaffSite) -> None:
    admin = sign_in("platform_admin")
    seen = {"bbox": "97.2,5.5,105.8,20.6", "zoom": "6"}
    everything = admin.get(f"{AUDIT}/map.json", params=seen).json()
    assert everything["total"] == sum(one["count"] for one in everything["clusters"]) == 14
    stale = admin.get(f"{AUDIT}/map.json", params=seen | {"kind": "stale"}).json()
    assert [point["code"] for one in stale["clusters"] for point in one["points"]] == [OFFICE]


def test_a_program_has_the_same(sign_in: SignIn, looked_at: StaffSite, program: httpx.Client) -> None:
    listed = program.get("/v1/staff/pin-audit", params={"kind": "stale"}).json()
    assert (listed["findings"], listed["results"][0]["code"], listed["next"]) == (1, OFFICE, None)
    counts = program.get("/v1/staff/pin-audit/counts", params={"by": "agency"}).json()["results"]
    assert {one["key"] for one in counts} == {DEPARTMENT}
    first = program.get("/v1/staff/pin-audit", params={"limit": 1}).json()
    second = program.get("/v1/staff/pin-audit", params={"limit": 1, "after": first["next"]}).json()
    assert first["results"] != second["results"]
    assert program.get("/v1/staff/pin-audit", params={"kind": "haunted"}).status_code == 422
    run = program.post("/v1/staff/pin-audit/run")
    assert (run.status_code, run.json()["points"]) == (202, 14)
    when_looked_at(sign_in("central_officer"))

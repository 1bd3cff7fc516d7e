"""Two that look like one are two offices: by forms of the audit and of the pin's page, and by programs."""

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import expect
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from tests.api.staff.conftest import NEIGHBOUR, OFFICE, StaffSite
from tests.api.staff.pins.conftest import AT, PIN, look_at_all_pins
from tests.api.staff.pins.test_pin_in_browsers import has_none
from tests.api.staff.signing_in import sign_in as sign_in_browser
from tests.api.staff.visitor import SignIn, Visitor
from tests.conftest import NewPage
from tests.expect_accessible import FOR_EVERYBODY

AUDIT = "/en/staff/pin-audit"
EN = f"/en{PIN}"
REASON = "คนละชั้นของอาคารเดียวกัน"

_TWIN = """
    UPDATE service_point SET location = ST_SetSRID(ST_MakePoint(:lon, :lat), 4326),
        name_th = (SELECT name_th FROM service_point WHERE code = :office)
    WHERE code = :code
"""
_AS_AT_FIRST = "UPDATE service_point SET location = :location, name_th = :name WHERE code = :code"


@pytest.fixture
def twins(pin_site: StaffSite) -> Iterator[StaffSite]:
    """The neighbour has the name of the office and stands 40 m from it; all pins have been looked at."""
    engine = create_engine(pin_site.url, poolclass=NullPool)
    with Session(engine) as session:
        name, location = session.execute(
            text("SELECT name_th, location FROM service_point WHERE code = :code"), {"code": NEIGHBOUR}
        ).one()
        lat, lon = AT[0] + 40 / 110_640, AT[1]
        session.execute(text(_TWIN), {"lat": lat, "lon": lon, "office": OFFICE, "code": NEIGHBOUR})
        session.commit()
    look_at_all_pins(engine)
    yield pin_site
    with Session(engine) as session:
        session.execute(text(_AS_AT_FIRST), {"location": location, "name": name, "code": NEIGHBOUR})
        session.commit()
    engine.dispose()


def form_in(page: str, action: str) -> dict[str, object]:
    """The hidden fields of the form with this action; it must be there."""
    found = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', page, re.DOTALL)
    assert found is not None, action
    hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', found[0])
    return {name: value.replace("&amp;", "&") for name, value in hidden if name != "form"}


def duplicates(visitor: Visitor) -> set[str]:
    page = visitor.get(AUDIT, params={"kind": "duplicate"}).text
    return set(re.findall(r'/staff/service-points/(\d+)/pin#other"', page))


def test_from_the_list_and_back_to_it(sign_in: SignIn, twins: StaffSite) -> None:
    officer, central = sign_in("point_officer"), sign_in("central_officer")
    assert duplicates(officer) == {OFFICE}
    assert duplicates(central) == {OFFICE, NEIGHBOUR}
    action = f"{EN}/two-offices"
    form = form_in(officer.get(AUDIT, params={"kind": "duplicate"}).text, action)
    refused = officer.post(action, {**form, "reason": ""})
    assert refused.status_code == 422
    assert re.search(r'id="reason-error".*Please fill this in', refused.text, re.DOTALL)
    done = officer.post(action, {**form, "reason": REASON})
    assert (done.status_code, done.headers["location"]) == (303, f"{AUDIT}?kind=duplicate")
    assert duplicates(officer) == duplicates(central) == set()
    listed = central.get(AUDIT, params={"kind": "duplicate"}).text
    assert "Recorded as two offices" in listed
    assert REASON in listed
    undo = form_in(listed, f"{action}/undo")
    assert central.post(f"{action}/undo", undo).status_code == 303
    assert duplicates(central) == {OFFICE, NEIGHBOUR}
    history = central.get(f"/en/staff/service-points/{NEIGHBOUR}").text
    assert "No longer recorded as two offices" in history


def test_on_the_page_of_the_pin(sign_in: SignIn, twins: StaffSite) -> None:
    officer = sign_in("point_officer")
    page = officer.get(EN).text
    assert "Likely a duplicate" in page
    assert f'href="/en/service-points/{NEIGHBOUR}"' in page
    form = form_in(page, f"{EN}/two-offices")
    stale = officer.post(f"{EN}/two-offices", {**form, "version": "1000", "reason": REASON})
    assert (stale.status_code, f'value="{REASON}"' in stale.text) == (409, True)
    assert officer.post(f"{EN}/two-offices", {**form, "reason": REASON}).headers["location"] == f"{EN}#two-offices"
    page = officer.get(EN).text
    assert "Likely a duplicate" not in page
    assert REASON in page
    again = officer.post(f"{EN}/two-offices", {**form, "reason": REASON})
    assert (again.status_code, "do not look like one any more" in again.text) == (422, True)
    reviewer = sign_in("reviewer").get(EN).text
    assert REASON in reviewer
    assert "two-offices/undo" not in reviewer
    assert officer.post(f"{EN}/two-offices/undo", form_in(page, f"{EN}/two-offices/undo")).status_code == 303
    assert "Likely a duplicate" in officer.get(EN).text


def test_by_programs(program: httpx.Client, twins: StaffSite) -> None:
    path = f"/v1/staff/service-points/{OFFICE}/pin/two-offices"
    before = program.get(path).json()
    assert (before["looks_like"], before["two_offices"]) == (NEIGHBOUR, [])
    answer = {"other": NEIGHBOUR, "version": before["version"]}
    refused = program.post(path, json={**answer, "reason": " "})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "reason")
    said = program.post(path, json={**answer, "reason": REASON}).json()
    assert (said["looks_like"], said["two_offices"][0]["other"]) == (None, NEIGHBOUR)
    assert program.post(path, json={**answer, "reason": REASON}).json()["errors"][0]["field"] == "other"
    assert program.post(path, json={**answer, "version": 1000, "reason": REASON}).status_code == 409
    [listed] = program.get("/v1/staff/pin-audit/two-offices").json()["results"]
    assert (listed["reason"], listed["by"]) == (REASON, "Khun central_officer")
    findings = program.get("/v1/staff/pin-audit", params={"kind": "duplicate"}).json()
    assert findings["results"] == []
    assert program.post(f"{path}/undo", json={"other": NEIGHBOUR}).json()["looks_like"] == NEIGHBOUR
    assert program.post(f"{path}/undo", json={"other": NEIGHBOUR}).json()["errors"][0]["field"] == "other"


@pytest.mark.browser
@FOR_EVERYBODY
def test_in_a_browser(new_page: NewPage, twins: StaffSite, prefix: str, options: dict[str, object]) -> None:
    """From the list of the audit to the page of the pin, without a barrier on either."""
    page = new_page(twins.address, **options)
    sign_in_browser(page, prefix, "point_officer")
    page.goto(f"{prefix}{PIN}")
    page.locator("#other").scroll_into_view_if_needed()
    has_none(page)
    page.goto(f"{prefix}/staff/pin-audit?kind=duplicate")
    page.locator(".pk-work summary").click()
    has_none(page)
    page.locator(f"#reason-{OFFICE}").fill(REASON)
    page.locator(f"#reason-{OFFICE}").press("Enter")
    expect(page.locator("#two-offices")).to_contain_text(REASON)
    expect(page.locator(".pk-work")).to_have_count(0)
    has_none(page)
    page.goto(f"{prefix}{PIN}")
    expect(page.locator("#other")).to_have_count(0)
    has_none(page)
    page.locator("#two-offices button").press("Enter")
    expect(page.locator("#other")).to_be_visible()

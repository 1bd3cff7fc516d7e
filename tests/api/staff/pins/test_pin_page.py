"""The pin's page by plain forms: read, checked, saved, insisted on, accepted, sent back, confirmed, put back."""

import re

import httpx
import pytest

from tests.api.staff.conftest import NEIGHBOUR, OFFICE, StaffSite
from tests.api.staff.pins.conftest import AT, MINUTES, PIN, SWAPPED, UTM, UTM_AT, nearest
from tests.api.staff.visitor import SignIn, Visitor

EN = f"/en{PIN}"


def version(visitor: Visitor, path: str = EN) -> str:
    found = re.search(r'name="version" value="(\d+)"', visitor.get(path).text)
    assert found is not None
    return found[1]


def save(visitor: Visitor, q: str, **more: str) -> httpx.Response:
    return visitor.post(EN, {"q": q, "do": "save", "version": version(visitor), **more})


def insist(visitor: Visitor) -> httpx.Response:
    ticked = {"insist-rounded": "yes", "insist-wrong_province": "yes", "because": "ท่าเรือของอำเภอ"}
    return save(visitor, MINUTES, **ticked)


def test_without_a_script_check_then_save(sign_in: SignIn, pin_site: StaffSite) -> None:
    officer = sign_in("point_officer")
    looked = officer.post(EN, {"q": UTM, "do": "check", "version": version(officer)})
    assert looked.status_code == 200
    assert "Understood as UTM metres: 13.170780, 100.936332" in looked.text
    assert "Nothing seems wrong with it" in looked.text
    assert "It lies in Si Racha, Si Racha, Chon Buri" in looked.text
    assert nearest(pin_site) == pytest.approx(AT)
    assert save(officer, UTM).status_code == 303
    assert nearest(pin_site) == pytest.approx(UTM_AT, abs=1e-6)
    page = officer.get(EN).text
    assert "coordinate typed in" in page
    assert "Khun point_officer" in page
    assert "moved 316 m" in page
    citizens = httpx.get(f"{pin_site.address}/en/service-points/{OFFICE}").text
    assert "13.17" in citizens


def test_swapped_numbers_are_offered_to_be_swapped(sign_in: SignIn, pin_site: StaffSite) -> None:
    officer = sign_in("point_officer")
    refused = save(officer, SWAPPED)
    assert refused.status_code == 422
    offered = re.search(r'name="take" value="([^"]+)">Swap them for me<', refused.text)
    assert offered is not None
    taken = officer.post(EN, {"q": SWAPPED, "take": offered[1], "version": version(officer)})
    assert "Nothing seems wrong with it" in taken.text
    assert 'value="13.1707797, 100.9363318"' in taken.text
    assert save(officer, offered[1]).status_code == 303
    assert nearest(pin_site) == pytest.approx(UTM_AT)


def test_refused_insisted_accepted(sign_in: SignIn, pin_site: StaffSite) -> None:
    officer, central = sign_in("point_officer"), sign_in("central_officer")
    refused = save(officer, MINUTES)
    assert refused.status_code == 422
    assert "is rounded: the office may be" in refused.text
    assert "outside Si Racha" in refused.text or "outside" in refused.text
    silent = save(officer, MINUTES, **{"insist-rounded": "yes", "insist-wrong_province": "yes"})
    assert silent.status_code == 422
    assert re.search(r'id="because-error".*Please fill this in', silent.text, re.DOTALL)
    assert 'id="insist-rounded" name="insist-rounded" value="yes" checked' in silent.text
    assert insist(officer).status_code == 303
    assert nearest(pin_site) == pytest.approx((13 + 10 / 60, 100 + 55 / 60))
    assert "The central officer of the agency has been asked." in officer.get(EN).text
    assert "1 pins that officers insist on" in central.get("/en/staff").text
    queue = central.get("/en/staff/insisted-pins").text
    assert "Reason: ท่าเรือของอำเภอ" in queue
    assert central.post(f"{EN}/accept", {"version": version(central)}).status_code == 303
    assert "Khun central_officer" in officer.get(f"/en/staff/service-points/{OFFICE}").text
    assert "pins that officers insist on" not in central.get("/en/staff").text
    assert "Pin accepted" in central.get(f"/en/staff/service-points/{OFFICE}").text


def test_sent_back_to_its_officer(sign_in: SignIn) -> None:
    officer, central = sign_in("point_officer"), sign_in("central_officer")
    insist(officer)
    assert officer.post(f"{EN}/return", {"version": version(officer), "comment": "x"}).status_code == 403
    without = central.post(f"{EN}/return", {"version": version(central), "comment": ""})
    assert (without.status_code, "Please fill this in" in without.text) == (422, True)
    assert central.post(f"{EN}/return", {"version": version(central), "comment": "ปักที่ประตู"}).status_code == 303
    assert "1 pins that were sent back" in officer.get("/en/staff").text
    assert "Sent back: ปักที่ประตู" in officer.get("/en/staff/insisted-pins").text
    assert "sent this pin back: ปักที่ประตู" in officer.get(EN).text


def test_one_tap_says_that_it_is_still_right(sign_in: SignIn) -> None:
    officer = sign_in("point_officer")
    for path, back in (("/en/staff", "home"), (f"/en/staff/service-points/{OFFICE}", "point")):
        page = officer.get(path).text
        assert "Yes, still right" in page or back == "point"
    home = officer.get("/en/staff").text
    assert "Are these pins still right?" in home
    tap: dict[str, object] = {"version": version(officer), "back": "home"}
    assert officer.post(f"{EN}/confirm", tap).headers["location"] == "/en/staff"
    assert "Are these pins still right?" not in officer.get("/en/staff").text
    assert "Yes, still right" not in officer.get(f"/en/staff/service-points/{OFFICE}").text


def test_moved_by_mistake_and_put_back(sign_in: SignIn, pin_site: StaffSite) -> None:
    officer = sign_in("point_officer")
    assert "Back to the pin before" not in officer.get(EN).text
    save(officer, UTM)
    assert "Back to the pin before" in officer.get(EN).text
    assert officer.post(f"{EN}/undo", {"version": version(officer)}).status_code == 303
    assert nearest(pin_site) == pytest.approx(AT)


def test_somebody_else_was_quicker(sign_in: SignIn, pin_site: StaffSite) -> None:
    slow, quick = sign_in("point_officer"), sign_in("central_officer")
    opened = version(slow)
    save(quick, UTM)
    answer = slow.post(EN, {"q": "13.1712345, 100.9371234", "do": "save", "version": opened})
    assert answer.status_code == 409
    assert "Khun central_officer" in answer.text
    assert 'value="13.1712345, 100.9371234"' in answer.text
    assert nearest(pin_site) == pytest.approx(UTM_AT, abs=1e-6)
    again: dict[str, object] = {"q": "13.1712345, 100.9371234", "do": "save", "version": version(slow)}
    assert slow.post(EN, again).status_code == 303


def test_a_link_fills_the_field_and_nonsense_gets_a_sentence(sign_in: SignIn) -> None:
    officer = sign_in("point_officer")
    page = officer.get(EN, params={"q": "13.1712345,100.9371234"}).text
    assert "Understood as degrees: 13.171235, 100.937123" in page
    assert "is not a coordinate" in officer.get(EN, params={"q": "somewhere"}).text
    assert "is not a coordinate" in officer.get(f"{EN}/check", params={"q": "somewhere"}).text
    vague = officer.get(f"{EN}/check", params={"q": "13.1712345,100.9371234", "method": "gps", "accuracy_m": "80"}).text
    assert "to within 80 m" in vague
    assert "That is too far off for a door" in vague


def test_whoever_only_reads_it_has_no_form(sign_in: SignIn) -> None:
    reviewer = sign_in("reviewer")
    page = reviewer.get(EN).text
    assert "The pin now" in page
    assert "Save the pin" not in page
    assert reviewer.get(f"{EN}/check", params={"q": UTM}).status_code == 403
    assert sign_in("point_officer").get(f"/en/staff/service-points/{NEIGHBOUR}/pin").status_code == 403

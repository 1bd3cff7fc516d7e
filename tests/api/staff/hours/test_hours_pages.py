"""The pages of hours by plain forms, as a browser without scripts sends them."""

import re
from datetime import timedelta
from html import unescape

import httpx
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from api.staff.hours.stored_hours import form_of_expression
from tests.api.staff.conftest import OFFICE, StaffSite
from tests.api.staff.hours.conftest import CARD, PASSPORT, next_working_monday, open_offices
from tests.api.staff.visitor import Visitor, visitors

HOURS = f"/staff/service-points/{OFFICE}/hours"
TEMPORARY = f"/staff/service-points/{OFFICE}/temporary-hours"
USUAL = "Mo-Fr 08:30-16:30; PH off"


def version_of(visitor: Visitor) -> str:
    found = re.search(r'name="version" value="(\d+)"', visitor.get(HOURS).text)
    assert found is not None
    return found[1]


def post(visitor: Visitor, path: str, **fields: str) -> httpx.Response:
    return visitor.post(path, {"version": version_of(visitor), "by": "week", **fields}, of=HOURS)


def stored(site: StaffSite) -> str | None:
    expression = "SELECT expression FROM schedule WHERE id = (SELECT schedule_id FROM service_point WHERE code = :code)"
    with Session(create_engine(site.url, poolclass=NullPool)) as session:
        found: str | None = session.scalar(text(expression), {"code": OFFICE})
        return found


def typed(visitor: Visitor, name: str) -> str:
    """What the field of the page of hours holds."""
    found = re.search(rf'id="{name}" name="{name}" type="text" value="([^"]*)"', visitor.get(HOURS).text)
    assert found is not None, name
    return unescape(found[1])


def test_hours_are_saved_undone_and_done_again(hours_site: StaffSite, officer: Visitor) -> None:
    week = form_of_expression("Mo-Fr 09:00-15:00; PH off")
    answer = post(officer, HOURS, **week, hours_note="ชั้น 2")
    assert (answer.status_code, answer.headers["location"]) == (303, HOURS)
    assert stored(hours_site) == "Mo-Fr 09:00-15:00; PH off"
    page = officer.get(HOURS).text
    assert "Khun point_officer" in page
    assert "09:00–15:00" in page
    assert post(officer, f"{HOURS}/undo").status_code == 303
    assert (stored(hours_site), typed(officer, "hours_note")) == (USUAL, "")
    assert post(officer, f"{HOURS}/undo").status_code == 303
    assert (stored(hours_site), typed(officer, "hours_note")) == ("Mo-Fr 09:00-15:00; PH off", "ชั้น 2")
    assert post(officer, HOURS, **(week | {"by": "unknown"})).status_code == 303
    assert stored(hours_site) is None
    assert "ยังไม่มีใครทราบเวลาทำการ" in officer.get(HOURS).text


def test_a_file_that_came_after_leaves_nothing_to_undo(hours_site: StaffSite, officer: Visitor) -> None:
    post(officer, HOURS, **form_of_expression("Mo-Fr 09:00-15:00; PH off"))
    with Session(create_engine(hours_site.url, poolclass=NullPool)) as session:
        session.execute(text("UPDATE service_point SET schedule_id = NULL WHERE code = :code"), {"code": OFFICE})
        session.commit()
    assert f"{HOURS}/undo" not in officer.get(HOURS).text
    assert post(officer, f"{HOURS}/undo").status_code == 422


def test_faults_stand_at_their_fields_and_nothing_is_lost(hours_site: StaffSite, officer: Visitor) -> None:
    week = form_of_expression(USUAL) | {"mo_1_from": "half past", "tu_1_to": "", "we_1_from": "8.00"}
    answer = post(officer, HOURS, **week)
    assert answer.status_code == 422
    assert 'href="#mo_1_from"' in answer.text
    assert 'href="#tu_1_to"' in answer.text
    assert 'value="half past"' in answer.text
    assert 'value="8.00"' in answer.text
    wrong = post(officer, HOURS, by="expression", expression="sometimes")
    assert wrong.status_code == 422
    assert 'href="#expression"' in wrong.text
    assert stored(hours_site) == USUAL


def test_buttons_change_the_form_and_save_nothing(hours_site: StaffSite, officer: Visitor) -> None:
    answer = post(officer, HOURS, **form_of_expression(USUAL), do="lunch")
    assert answer.status_code == 200
    assert 'name="mo_2_from" value="13:00"' in answer.text
    assert "08:30–12:00, 13:00–16:30" in answer.text
    assert stored(hours_site) == USUAL
    part = officer.client.post(
        HOURS,
        data={**form_of_expression(USUAL), "do": "preview", "form": officer.form_token(HOURS), "mo_1_to": "4.30"},
        headers={"HX-Request": "true"},
    )
    assert "<html" not in part.text
    assert "จันทร์: เปิดถึง 04:30 น. ของวันถัดไป ถ้าหมายถึงช่วงบ่าย ให้พิมพ์ 16:30" in unescape(part.text)


def test_who_was_slower_is_told_and_keeps_what_was_typed(hours_site: StaffSite, officer: Visitor) -> None:
    version = version_of(officer)
    post(officer, HOURS, **form_of_expression("Mo-Fr 09:00-15:00; PH off"))
    form = {"version": version, "by": "week", **form_of_expression("Mo-Sa 08:00-12:00")}
    late = officer.post(HOURS, form, of=HOURS)
    assert late.status_code == 409
    assert "Khun point_officer" in late.text
    assert 'name="sa_1_from" value="08:00"' in late.text
    assert stored(hours_site) == "Mo-Fr 09:00-15:00; PH off"
    assert officer.post(f"{HOURS}/undo", {"version": version}, of=HOURS).status_code == 409
    days = {"version": version, "by": "closed", "first": "1/12/2569", "last": "2/12/2569"}
    assert officer.post(f"{TEMPORARY}/add", days, of=HOURS).status_code == 409
    own = {"version": version, "by": "week", **form_of_expression("Mo 09:00-12:00")}
    path = f"/staff/service-points/{OFFICE}/offerings/{CARD}/hours"
    assert officer.post(path, own, of=HOURS).status_code == 409


def test_what_is_more_than_a_week_is_not_destroyed(hours_site: StaffSite, officer: Visitor) -> None:
    summer = "Mo-Fr 08:30-16:30; Jun-Aug Sa 09:00-12:00; PH off"
    assert post(officer, HOURS, by="expression", expression=summer).status_code == 303
    page = unescape(officer.get(f"/en{HOURS}").text)
    assert "more than a week can: 'Jun-Aug Sa 09:00-12:00' says more than a week can." in page
    form = re.search(r'id="by-expression" name="by" value="expression" checked', page)
    assert form is not None
    assert post(officer, HOURS, by="expression", expression=summer, hours_note="x").status_code == 303
    assert stored(hours_site) == summer


def test_closures_are_added_changed_ended_removed_and_undone(hours_site: StaffSite, officer: Visitor) -> None:
    monday = next_working_monday()
    tuesday = monday + timedelta(days=1)
    assert open_offices(hours_site.address, monday) == [OFFICE]
    thai = f"{monday.day}/{monday.month}/{monday.year + 543}".translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    closed = {"by": "closed", "first": thai, "last": thai, "note_th": "ปิดอบรมเจ้าหน้าที่", "note_en": "Staff training"}
    assert post(officer, f"{TEMPORARY}/add", **closed).status_code == 303
    assert open_offices(hours_site.address, monday) == []
    assert open_offices(hours_site.address, tuesday) == [OFFICE]
    assert "ปิดอบรมเจ้าหน้าที่" in officer.get(HOURS).text
    again = post(officer, f"{TEMPORARY}/add", **closed)
    assert again.status_code == 422
    assert 'href="#first"' in again.text
    path = re.search(rf'href="({TEMPORARY}/\d+)"', officer.get(HOURS).text)
    assert path is not None
    changed = {"by": "week", **form_of_expression("Mo-Su 13:00-16:00"), "first": monday.isoformat()}
    changed |= {"last": tuesday.isoformat(), "note_th": "เปิดครึ่งวัน"}
    assert post(officer, path[1], **changed).status_code == 303
    assert [open_offices(hours_site.address, monday, clock) for clock in ("10:00", "14:00")] == [[], [OFFICE]]
    assert post(officer, f"{HOURS}/undo").status_code == 303
    assert open_offices(hours_site.address, monday, "14:00") == []
    assert open_offices(hours_site.address, tuesday) == [OFFICE]
    assert post(officer, f"{path[1]}/end").status_code == 422
    assert post(officer, f"{path[1]}/remove").status_code == 303
    assert open_offices(hours_site.address, monday) == [OFFICE]
    assert post(officer, f"{HOURS}/undo").status_code == 303
    assert open_offices(hours_site.address, monday) == []
    assert officer.get(path[1]).status_code == 404


def test_a_closure_that_holds_is_ended_and_then_past(hours_site: StaffSite, officer: Visitor) -> None:
    since = {"by": "closed", "first": "1/1/2569", "last": "", "note_th": "ปิดปรับปรุงอาคาร"}
    assert post(officer, f"{TEMPORARY}/add", **since).status_code == 303
    page = officer.get(HOURS).text
    assert "ขณะนี้" in page
    assert "จนกว่าจะแจ้ง" in page
    path = re.search(rf'href="({TEMPORARY}/\d+)"', page)
    assert path is not None
    assert 'value="01/01/2569"' in officer.get(path[1]).text
    assert 'value="01/01/2026"' in officer.get(f"/en{path[1]}").text
    assert post(officer, f"{path[1]}/end").status_code == 303
    assert "รายการที่ผ่านแล้ว" in officer.get(HOURS).text
    assert post(officer, f"{path[1]}/end").status_code == 422
    moved = {"by": "usual", "first": "1/1/2570", "last": "31/1/2570", "note_th": ""}
    assert 'href="#note_th"' in post(officer, f"{TEMPORARY}/add", **moved).text
    moved["note_th"] = "ย้ายไปศาลากลางจังหวัด"
    assert post(officer, f"{TEMPORARY}/add", **moved).status_code == 303
    wrong = {"by": "closed", "first": "31/2/2570", "last": "tomorrow", "last_at": "x"}
    answer = post(officer, f"{TEMPORARY}/add", **wrong)
    assert all(f'href="#{field}"' in answer.text for field in ("first", "last"))
    before = {"by": "closed", "first": "2/3/2570", "last": "1/3/2570"}
    assert 'href="#last"' in post(officer, f"{TEMPORARY}/add", **before).text


def test_an_offering_has_its_own_hours_until_they_are_cleared(hours_site: StaffSite, officer: Visitor) -> None:
    monday = next_working_monday()
    path = f"/staff/service-points/{OFFICE}/offerings/{PASSPORT}/hours"
    assert "การขอหนังสือเดินทาง" in officer.get(HOURS).text
    assert post(officer, path, **form_of_expression("Mo-Fr 09:00-12:00; PH off")).status_code == 303
    asked = [open_offices(hours_site.address, monday, "14:00", procedure) for procedure in (CARD, PASSPORT)]
    assert asked == [[OFFICE], []]
    assert "09:00–12:00" in officer.get(HOURS).text
    assert post(officer, f"{HOURS}/undo").status_code == 303
    assert open_offices(hours_site.address, monday, "14:00", PASSPORT) == [OFFICE]
    assert post(officer, f"{HOURS}/undo").status_code == 303
    assert open_offices(hours_site.address, monday, "14:00", PASSPORT) == []
    assert post(officer, path, by="office").status_code == 303
    assert open_offices(hours_site.address, monday, "14:00", PASSPORT) == [OFFICE]
    assert officer.get(f"/staff/service-points/{OFFICE}/offerings/none/hours").status_code == 404


def test_who_may_only_look_is_shown_no_form(hours_site: StaffSite) -> None:
    with visitors(hours_site.address) as sign_in:
        visitor = sign_in("author")
        page = visitor.get(HOURS)
        assert page.status_code == 200
        assert 'id="hours"' not in page.text
        assert "08:30–16:30" in page.text
        assert visitor.post(HOURS, {"version": "1"}, of=HOURS).status_code == 403

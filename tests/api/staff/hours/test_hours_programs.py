"""`/v1/staff/service-points/{code}/hours` and what stands below it: what the pages do, for programs."""

from datetime import datetime, time, timedelta

import httpx
import pytest

from geo.opening_hours import BANGKOK
from tests.api.staff.conftest import OFFICE, StaffSite
from tests.api.staff.hours.conftest import CARD, next_working_monday, open_offices

HOURS = f"/v1/staff/service-points/{OFFICE}/hours"
TEMPORARY = f"/v1/staff/service-points/{OFFICE}/temporary-hours"
USUAL = "Mo-Fr 08:30-16:30; PH off"

CERTAIN = "จันทร์ - ศุกร์ 9.00-15.00 น. เว้นวันหยุดราชการ"


@pytest.mark.usefixtures("hours_site")
def test_the_week_is_read_changed_and_taken_back(program: httpx.Client) -> None:
    found = program.get(HOURS).json()
    assert (found["opening_hours"], found["temporary_hours"]) == (USUAL, [])
    week = found["week"]
    assert week["mo"] == {"kind": "open", "spans": [{"opens": "08:30", "closes": "16:30"}], "weeks": []}
    assert week["ph"]["kind"] == week["su"]["kind"] == "closed"
    week["sa"] = {"kind": "open", "spans": [{"opens": "9.00", "closes": "๑๒.๐๐"}], "weeks": [1, 3]}
    changed = program.put(HOURS, json={"version": found["version"], "week": week, "hours_note": "ชั้น 2"})
    assert changed.status_code == 200, changed.text
    assert changed.json()["opening_hours"] == "Mo-Fr 08:30-16:30; Sa[1,3] 09:00-12:00; PH off"
    assert (changed.json()["hours_note"], changed.json()["can_undo"]) == ("ชั้น 2", True)
    assert changed.json()["week"]["sa"]["weeks"] == [1, 3]
    late = program.put(HOURS, json={"version": found["version"], "opening_hours": None})
    assert late.status_code == 409
    version = changed.json()["version"]
    undone = program.post(f"{HOURS}/undo", json={"version": version}).json()
    assert (undone["opening_hours"], undone["hours_note"]) == (USUAL, None)
    log = program.get(f"/v1/staff/service-points/{OFFICE}").json()
    assert log["opening_hours"] == USUAL
    unknown = program.put(HOURS, json={"version": undone["version"], "opening_hours": None}).json()
    assert (unknown["opening_hours"], unknown["week"]) == (None, None)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"opening_hours": "sometimes"}, "expression"),
        ({"text": f"{CERTAIN} โทรสอบถามก่อน"}, "text"),
        ({"text": "โทรสอบถาม"}, "text"),
        ({"text": "จันทร์-ศุกร์ 8.30-4.30 น. เว้นวันหยุดราชการ"}, "text"),
        ({"weeks": {}}, "weeks"),
    ],
)
@pytest.mark.usefixtures("hours_site")
def test_what_is_not_certain_is_not_saved(program: httpx.Client, sent: dict[str, object], field: str) -> None:
    answer = program.put(HOURS, json={"version": program.get(HOURS).json()["version"], **sent})
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["errors"]] == [field]


@pytest.mark.usefixtures("hours_site")
def test_a_day_at_fault_is_named(program: httpx.Client) -> None:
    found = program.get(HOURS).json()
    found["week"]["mo"]["spans"] = [{"opens": "8.30", "closes": "x"}]
    found["week"]["tu"]["spans"] = []
    answer = program.put(HOURS, json={"version": found["version"], "week": found["week"]})
    assert [one["field"] for one in answer.json()["errors"]] == ["mo_1_to", "tu"]


@pytest.mark.usefixtures("hours_site")
def test_a_text_is_tried_out_then_saved(program: httpx.Client) -> None:
    tried = program.post(f"{HOURS}/preview", json={"text": f"{CERTAIN} โทรสอบถามก่อน"}).json()
    assert tried["opening_hours"] == "Mo-Fr 09:00-15:00; PH off"
    assert tried["text"]["rest"]
    assert tried["text"]["certain"] is False
    assert tried["words"][0] == {"th": "จันทร์–ศุกร์ 09:00–15:00", "en": "Monday–Friday 09:00–15:00"}
    assert len(tried["days"]) == 14
    assert tried["days"][0]["date"] == datetime.now(BANGKOK).date().isoformat()
    assert any(day["closed"] for day in tried["days"])
    version = program.get(HOURS).json()["version"]
    saved = program.put(HOURS, json={"version": version, "text": CERTAIN}).json()
    assert saved["opening_hours"] == "Mo-Fr 09:00-15:00; PH off"
    nothing = program.post(f"{HOURS}/preview", json={"opening_hours": None}).json()
    assert (nothing["days"], nothing["words"]) == ([], [])


@pytest.mark.usefixtures("hours_site")
def test_the_field_of_a_service_point_takes_plain_text_too(program: httpx.Client) -> None:
    path = f"/v1/staff/service-points/{OFFICE}"
    version = program.get(path).json()["version"]
    changed = program.patch(path, json={"version": version, "opening_hours": CERTAIN}).json()
    assert changed["opening_hours"] == "Mo-Fr 09:00-15:00; PH off"
    doubtful = {"version": changed["version"], "opening_hours": "จันทร์-ศุกร์ 8.30-4.30 น."}
    assert program.patch(path, json=doubtful).json()["errors"][0]["field"] == "opening_hours"


def test_temporary_hours(hours_site: StaffSite, program: httpx.Client) -> None:
    monday = next_working_monday()
    since = datetime.combine(monday, time(), BANGKOK)
    version = program.get(TEMPORARY).json()["version"]
    new = {"version": version, "since": since.isoformat(), "until": (since + timedelta(days=1)).isoformat()}
    made = program.post(TEMPORARY, json={**new, "note_th": "ปิดอบรมเจ้าหน้าที่"})
    assert made.status_code == 201, made.text
    assert (made.json()["opening_hours"], made.json()["note_en"]) == ("off", None)
    assert open_offices(hours_site.address, monday) == []
    version = program.get(TEMPORARY).json()["version"]
    overlapping = program.post(TEMPORARY, json={**new, "version": version})
    assert overlapping.json()["errors"][0]["field"] == "since"
    path = f"{TEMPORARY}/{made.json()['number']}"
    changed = program.patch(path, json={"version": version, "opening_hours": "09:00-11:00", "until": None}).json()
    assert (changed["until"], changed["note_th"]) == (None, "ปิดอบรมเจ้าหน้าที่")
    assert open_offices(hours_site.address, monday) == [OFFICE]
    assert open_offices(hours_site.address, monday, "14:00") == []
    assert program.patch(path, json={"version": version, "note_en": "x"}).status_code == 409
    version += 1
    assert program.post(f"{path}/end", json={"version": version}).status_code == 422
    assert program.delete(path, params={"version": version}).json()["results"] == []
    assert open_offices(hours_site.address, monday, "14:00") == [OFFICE]
    assert program.delete(path, params={"version": version + 1}).status_code == 404
    naive = {"version": version + 1, "since": "2026-12-01T00:00:00"}
    assert program.post(TEMPORARY, json=naive).status_code == 422


@pytest.mark.usefixtures("hours_site")
def test_hours_of_an_offering(program: httpx.Client) -> None:
    path = f"/v1/staff/service-points/{OFFICE}/offerings/{CARD}/hours"
    assert program.get(path).json()["opening_hours"] is None
    version = program.get(HOURS).json()["version"]
    changed = program.put(path, json={"version": version, "opening_hours": "Tu 09:00-12:00"}).json()
    assert [(one["procedure"], one["opening_hours"]) for one in changed["offerings"]] == [(CARD, "Tu 09:00-12:00")]
    cleared = program.put(path, json={"version": changed["version"], "opening_hours": None}).json()
    assert cleared["offerings"] == []
    assert program.get(path.replace(CARD, "none")).status_code == 404

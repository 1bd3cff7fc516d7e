"""Offerings over plain HTTP: linked, unlinked, in bulk, undone, exported, and by programs; seen in the next answer."""

import csv
import io
import re
from collections.abc import Callable, Iterator

import httpx
import openpyxl
import pytest

from tests.api.conftest import ServeApp
from tests.api.staff.citizen import find_codes
from tests.api.staff.conftest import NEIGHBOUR, OFFICE, STRANGE_OFFICE, StaffSite
from tests.api.staff.offerings_state import OF_KIND, OURS, THEIRS, serve_offerings
from tests.api.staff.program import Program, programs
from tests.api.staff.visitor import SignIn, visitors


@pytest.fixture
def site(serve_app: ServeApp, make_staff_database: Callable[[], str]) -> StaffSite:
    return serve_offerings(serve_app, make_staff_database)


@pytest.fixture
def sign_in(site: StaffSite) -> Iterator[SignIn]:
    with visitors(site.address) as sign_in:
        yield sign_in


@pytest.fixture
def program(site: StaffSite) -> Iterator[Program]:
    with programs(site.address, site.url) as program:
        yield program


def nearest(site: StaffSite, procedure: str) -> set[str]:
    """Who offers it, as a citizen's program sees it."""
    return set(find_codes(site.address, procedure))


def undo_path(page: str) -> str:
    found = re.search(r'action="([^"]*/changes/\d+/undo)"', page)
    assert found is not None, page
    return found[1]


def test_linked_unlinked_and_undone_at_a_point(sign_in: SignIn, site: StaffSite) -> None:
    officer = sign_in("point_officer")
    base = f"/en/staff/service-points/{OFFICE}/offerings"
    page = officer.get(base).text
    assert "Nothing is linked yet" in page
    assert "Matter 6" in page
    assert "Survey 1" not in page
    done = officer.post(f"{base}/link", {"procedure": list(OURS[:3])})
    assert done.status_code == 303
    page = officer.get(done.headers["location"]).text
    assert "3 linked" in page
    assert [OFFICE in nearest(site, code) for code in OURS[:4]] == [True, True, True, False]
    assert "Matter 2" in httpx.get(f"{site.address}/en/service-points/{OFFICE}").text
    asked = officer.get(f"{base}/unlink", params={"procedure": list(OURS[:2])}).text
    assert "Unlink 2 procedures?" in asked
    assert OFFICE in nearest(site, OURS[0])
    done = officer.post(f"{base}/unlink", {"procedure": list(OURS[:2])})
    assert OFFICE not in nearest(site, OURS[0])
    page = officer.get(done.headers["location"]).text
    assert officer.post(undo_path(page)).status_code == 303
    assert OFFICE in nearest(site, OURS[0])
    history = officer.get(f"/en/staff/service-points/{OFFICE}").text
    assert "Change of offerings undone" in history
    assert OURS[0] in history


def test_nothing_ticked_and_others_departments_get_a_sentence(sign_in: SignIn, site: StaffSite) -> None:
    officer = sign_in("point_officer")
    base = f"/en/staff/service-points/{OFFICE}/offerings"
    for answer in (officer.post(f"{base}/link"), officer.get(f"{base}/unlink"), officer.post(f"{base}/unlink")):
        assert answer.status_code == 422
        assert "Please tick what to link or unlink first." in answer.text
    refused = officer.post(f"{base}/link", {"procedure": [OURS[0], THEIRS[0]]})
    assert refused.status_code == 422
    assert "belongs to another department" in refused.text
    assert nearest(site, OURS[0]) == set()
    assert "No procedure has the code" in officer.post(f"{base}/link", {"procedure": ["none"]}).text
    central = sign_in("central_officer")
    assert "Survey 1" in central.get(base, params={"ministry": "all", "q": "survey"}).text
    ministry, department = "0150000000000", "0160100000000"
    narrowed = central.get(base, params={"ministry": ministry, "department": department}).text
    assert ("Survey 1" in narrowed, "Matter 1" in narrowed) == (True, False)
    assert central.post(f"{base}/link", {"procedure": [THEIRS[0]]}).status_code == 303
    assert nearest(site, THEIRS[0]) == {OFFICE}


def test_in_bulk_first_looked_at_then_done_then_undone(sign_in: SignIn, site: StaffSite) -> None:
    officer = sign_in("central_officer")
    officer.post(f"/staff/service-points/{NEIGHBOUR}/offerings/link", {"procedure": [OURS[0]]})
    form: dict[str, object] = {"procedure": list(OURS[:2]), "act": "link", "type": OF_KIND}
    preview = officer.get("/en/staff/offerings/bulk", params=form).text
    assert "25 offerings would be linked" in preview  # 13 points of our department, two procedures, one there already
    assert "13 service points match" in preview
    assert "1 more match, but you do not look after them" in preview
    assert nearest(site, OURS[0]) == {NEIGHBOUR}
    assert officer.post("/en/staff/offerings/bulk", form | {"expected": "26"}).status_code == 422
    done = officer.post("/en/staff/offerings/bulk", form | {"expected": "25"})
    assert done.status_code == 303
    assert (len(nearest(site, OURS[0])), STRANGE_OFFICE in nearest(site, OURS[0])) == (13, False)
    page = officer.get(done.headers["location"]).text
    assert "In bulk: 25 linked" in page
    assert officer.post(undo_path(page)).status_code == 303
    assert (nearest(site, OURS[0]), nearest(site, OURS[1])) == ({NEIGHBOUR}, set())
    log = officer.get("/en/staff/audit?action=offering.link").text
    assert "Linked in bulk" in log
    assert "Service points" in log


def test_of_an_area_and_for_one_procedure(sign_in: SignIn, site: StaffSite) -> None:
    officer = sign_in("central_officer")
    form: dict[str, object] = {"procedure": OURS[2], "act": "link", "province": "20", "district": "2004"}
    assert "1 offerings would be linked" in officer.get("/en/staff/offerings/bulk", params=form).text
    done = officer.post("/en/staff/offerings/bulk", form | {"expected": "1"})
    assert done.headers["location"].startswith(f"/en/staff/offerings/{OURS[2]}?done=")
    page = officer.get(done.headers["location"]).text
    assert "3100000000004" in page
    assert nearest(site, OURS[2]) == {"3100000000004"}
    away = form | {"act": "take_away", "expected": "1"}
    assert officer.post("/en/staff/offerings/bulk", away).status_code == 303
    assert nearest(site, OURS[2]) == set()
    assert (
        "Please say which service points"
        in officer.get("/en/staff/offerings/bulk", params={"procedure": OURS[2], "act": "link"}).text
    )
    assert officer.get("/en/staff/offerings/bulk", params=form | {"procedure": "none"}).status_code == 422


def test_nobody_undoes_beyond_ones_reach(sign_in: SignIn, site: StaffSite) -> None:
    admin, central, stranger = sign_in("platform_admin"), sign_in("central_officer"), sign_in("stranger")
    form: dict[str, object] = {"procedure": OURS[3], "act": "link", "type": OF_KIND, "expected": "14"}
    page = admin.get(admin.post("/en/staff/offerings/bulk", form).headers["location"]).text
    assert len(nearest(site, OURS[3])) == 14
    for other in (central, stranger):
        assert other.post(undo_path(page)).status_code == 403
        assert "/undo" not in other.get(f"/en/staff/offerings/{OURS[3]}").text
    seen = stranger.get(f"/en/staff/offerings/{OURS[3]}").text
    assert (STRANGE_OFFICE in seen, OFFICE in seen) == (True, False)


def test_the_list_counts_and_is_exported(sign_in: SignIn) -> None:
    officer = sign_in("point_officer")
    officer.post(f"/staff/service-points/{OFFICE}/offerings/link", {"procedure": [OURS[5]]})
    page = officer.get("/en/staff/offerings", params={"offered": "mine"}).text
    assert "Matter 6" in page
    assert "Khun point_officer" in page
    assert "Matter 5" not in page
    text = officer.get("/staff/offerings.csv", params={"sort": "code"}).content.decode("utf-8-sig")
    rows = {row["code"]: row for row in csv.DictReader(io.StringIO(text))}
    assert set(rows) == {*OURS, *THEIRS}
    assert (rows[OURS[5]]["service_points"], rows[OURS[5]]["my_service_points"]) == ("1", "1")
    sheet = openpyxl.load_workbook(io.BytesIO(officer.get("/staff/offerings.xlsx").content)).active
    assert sheet is not None
    assert sheet.max_row == 9
    assert officer.get("/en/staff/offerings", params={"sort": "x"}).status_code == 422


def test_programs_do_the_same(program: Program, site: StaffSite) -> None:
    officer = program("point_officer")
    path = f"/v1/staff/service-points/{OFFICE}/offerings"
    assert officer.get(path).json() == {"results": [], "last_change": None}
    assert officer.get(f"{path}/candidates", params={"q": "เรื่องที่ 2"}).json()["total"] == 1
    written = officer.post(path, json={"link": list(OURS[:3])}).json()
    assert (written["linked"], written["unlinked"]) == (3, 0)
    assert OFFICE in nearest(site, OURS[0])
    assert officer.post(path, json={"link": list(OURS[:3])}).json() == {"change": None, "linked": 0, "unlinked": 0}
    both = officer.post(path, json={"link": [OURS[3]], "unlink": [OURS[0]]}).json()
    assert (both["linked"], both["unlinked"]) == (1, 1)
    undone = officer.post(f"/v1/staff/offerings/changes/{both['change']}/undo").json()
    assert (undone["linked"], undone["unlinked"]) == (1, 1)
    assert [one["procedure"] for one in officer.get(path).json()["results"]] == list(OURS[:3])
    refused = officer.post(path, json={"link": [THEIRS[0]]})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "link")
    assert officer.post("/v1/staff/offerings/bulk", json={"procedures": [OURS[0]], "area": "20"}).status_code == 403
    assert officer.post("/v1/staff/offerings/changes/999/undo").status_code == 404


def test_programs_change_in_bulk_and_list(program: Program) -> None:
    officer = program("central_officer")
    asked: dict[str, object] = {"procedures": list(OURS), "type": OF_KIND}
    preview = officer.post("/v1/staff/offerings/bulk", json=asked).json()
    assert preview == {
        "service_points": 13, "hidden": 0, "outside": 1, "to_change": 78, "unchanged": 0, "done": None
    }  # fmt: skip
    done = officer.post("/v1/staff/offerings/bulk", json=asked | {"expected": 78}).json()["done"]
    assert done["linked"] == 78
    seen: list[str] = []
    after: str | None = ""
    while after is not None:
        page = officer.get("/v1/staff/offerings", params={"limit": 3, "after": after}).json()
        seen += [row["procedure"] for row in page["results"] if row["my_service_points"] == 13]
        after = page["next"]
    assert sorted(seen) == list(OURS)
    one = officer.get(f"/v1/staff/offerings/{OURS[0]}").json()
    assert (one["offerings"]["service_points"], one["changes"][0]["number"]) == (13, done["change"])
    points = officer.get("/v1/staff/service-points", params={"procedure": OURS[0]}).json()
    assert points["total"] == 13
    again = officer.post("/v1/staff/offerings/bulk", json=asked | {"expected": 78, "act": "unlink", "area": "20"})
    assert again.status_code == 422

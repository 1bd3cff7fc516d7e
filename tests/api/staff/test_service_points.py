"""Service points as staff see and change them, by plain forms: saved, refused, kept, logged, and shown at once."""

import csv
import io
import re
from collections.abc import Callable, Iterator

import httpx
import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geo.coordinates import LonLat
from geo.models import ServicePoint
from tests.api.conftest import ServeApp
from tests.api.staff.conftest import DEPARTMENT, NEIGHBOUR, OFFICE, OTHER_DEPARTMENT, STRANGE_OFFICE, StaffSite
from tests.api.staff.visitor import SignIn, visitors
from tests.country import Country

ID_CARD = "0150400000001"


@pytest.fixture(scope="module")
def own_site(serve_app: ServeApp, make_staff_database: Callable[[], str]) -> StaffSite:
    """A site of its own, where a procedure is offered by the office."""
    url = make_staff_database()
    with Session(create_engine(url, poolclass=NullPool)) as session:
        country = Country(session)
        procedure = country.make_procedure(ID_CARD)
        office = session.scalars(select(ServicePoint).where(ServicePoint.code == OFFICE)).one()
        country.make_offering(office, procedure)
        session.commit()
    return StaffSite(serve_app(url), url)


@pytest.fixture
def sign_in(own_site: StaffSite) -> Iterator[SignIn]:
    with visitors(own_site.address) as sign_in:
        yield sign_in


def typed_in(page: str) -> dict[str, object]:
    """What the form on a page would send if it was sent as it is."""
    form = page[page.index('method="post"', page.index("<main")) :]
    form = form[: form.index("</form>")]
    values: dict[str, object] = {}
    for attributes in re.findall(r"<input ([^>]*)>", form):
        found = dict(re.findall(r'([\w-]+)="([^"]*)"', attributes))
        if found.get("type") != "checkbox" or " checked" in attributes:
            values[found["name"]] = found.get("value", "").replace("&#34;", '"')
    for name, options in re.findall(r'<select [^>]*name="(\w+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        values[name] = chosen[1] if chosen else (re.findall(r'value="([^"]*)"', options) or [""])[0]
    values.update(re.findall(r'<textarea [^>]*name="(\w+)"[^>]*>(.*?)</textarea>', form, re.DOTALL))
    return values


def test_an_edited_name_is_in_the_next_answer_and_in_the_history(sign_in: SignIn, own_site: StaffSite) -> None:
    officer = sign_in("point_officer")
    path = f"/staff/service-points/{OFFICE}/edit"
    form = typed_in(officer.get(path).text)
    assert form["name_th"] == "สำนักงานพัฒนาชุมชนอำเภอบางละมุง"
    form |= {"name_th": "สำนักงานพัฒนาชุมชนบางละมุงแห่งใหม่", "phone": "๐ ๓๘๒๑ ๖๒๐๑", "website": "www.cdd.go.th"}
    assert officer.post(path, form).status_code == 303
    asked: dict[str, str | float] = {"procedure": ID_CARD, "lat": 13.75, "lon": 100.5}
    [hit] = httpx.get(f"{own_site.address}/v1/nearest", params=asked).json()["results"]
    assert (hit["service_point"]["name_th"], hit["service_point"]["phone"]) == (form["name_th"], "0 3821 6201")
    page = officer.get(f"/en/staff/service-points/{OFFICE}").text
    assert "https://www.cdd.go.th" in page
    assert "Khun point_officer" in page
    assert "<del>สำนักงานพัฒนาชุมชนอำเภอบางละมุง</del>" in page
    log = sign_in("central_officer").get("/en/staff/audit?action=service_point.edit").text
    assert "<ins>0 3821 6201</ins>" in log


def test_a_form_saved_as_it_was_changes_nothing(sign_in: SignIn) -> None:
    officer = sign_in("central_officer")
    path = f"/staff/service-points/{NEIGHBOUR}/edit"
    form = typed_in(officer.get(path).text)
    assert officer.post(path, form).status_code == 303
    assert typed_in(officer.get(path).text)["version"] == form["version"]
    assert "ยังไม่มีการเปลี่ยนแปลง" in officer.get(f"/staff/service-points/{NEIGHBOUR}").text


@pytest.mark.parametrize("path", [f"/en/staff/service-points/{NEIGHBOUR}/edit", "/en/staff/service-points/add/new"])
def test_every_fault_has_its_sentence_and_nothing_typed_is_lost(sign_in: SignIn, path: str) -> None:
    officer = sign_in("central_officer")
    form = typed_in(officer.get(path).text)
    wrong: dict[str, object] = {
        "name_th": "",
        "postcode": "2011",
        "email": "nobody",
        "website": "ftp://x",
        "agency": OTHER_DEPARTMENT,
        "subdistrict_code": "999999",
        "important_kind": "ศูนย์บริการร่วม",
        "notes": "<b>two\nlines</b>",
    }
    if "position" in form:
        wrong["position"] = "somewhere"
    answer = officer.post(path, form | wrong)
    assert answer.status_code == 422
    for sentence in (
        "Please fill this in.",
        "is not a postcode: it has five digits",
        "is not an address like name@example.go.th",
        "is not a web address",
        "No subdistrict has the code",
        *(["is not a coordinate"] if "position" in form else []),
    ):
        assert sentence in answer.text, sentence
    kept = typed_in(answer.text)
    assert {name: kept[name] for name in wrong if name != "notes"} == {n: v for n, v in wrong.items() if n != "notes"}
    assert "&lt;b&gt;two\nlines&lt;/b&gt;" in answer.text
    others = form | {"name_th": "สำนักงาน", "agency": OTHER_DEPARTMENT}
    assert "You do not look after this agency." in officer.post(path, others).text


def test_somebody_else_was_quicker(sign_in: SignIn) -> None:
    path = f"/en/staff/service-points/{NEIGHBOUR}/edit"
    slow, quick = sign_in("central_officer"), sign_in("platform_admin")
    form = typed_in(slow.get(path).text)
    assert quick.post(path, form | {"phone": "0 2111 1111"}).status_code == 303
    answer = slow.post(path, form | {"address_th": "99 ถนนใหม่"})
    assert answer.status_code == 409
    assert "Khun platform_admin" in answer.text
    assert "<ins>0 2111 1111</ins>" in answer.text
    again = typed_in(answer.text)
    assert again["address_th"] == "99 ถนนใหม่"
    assert slow.post(path, again).status_code == 303


def test_areas_served_are_stated_for_an_agency_or_an_office(sign_in: SignIn, own_site: StaffSite) -> None:
    """By name or by code; what is stated for the office goes before what is stated for its agency."""
    officer = sign_in("central_officer")

    def state(path: str, lines: str) -> httpx.Response:
        return officer.post(f"{path}/edit", typed_in(officer.get(f"{path}/edit").text) | {"areas_served": lines})

    def told() -> object:
        return httpx.get(f"{own_site.address}/v1/service-points/{NEIGHBOUR}").json()["serves"]

    agency, office = f"/en/staff/agencies/{DEPARTMENT}", f"/en/staff/service-points/{NEIGHBOUR}"
    unsaid = told()
    assert state(agency, "ชลบุรี").status_code == 303
    assert told() == ["20"]
    assert "20 Chon Buri" in officer.get(agency).text
    assert "20 Chon Buri (as stated for its agency)" in officer.get(office).text
    assert state(office, "2007\nอำเภอบางละมุง ชลบุรี\n").status_code == 303
    assert told() == ["2004", "2007"]
    assert "(as stated for its agency)" not in officer.get(office).text
    stated = typed_in(officer.get(f"{office}/edit").text)["areas_served"]
    assert [line[:5] for line in str(stated).splitlines()] == ["2004 ", "2007 "]
    assert "<ins>2004, 2007</ins>" in officer.get(office).text  # in its history
    for wrong, sentence in (
        ("ดาวอังคาร", "'ดาวอังคาร' is no subdistrict, district or province"),
        ("2007\n9999", "No province, district or subdistrict has the code '9999'."),
        ("100501", "is abolished; what took its place: 103001"),
        ("ชลบุรี\n" * 1_001, "These are more than 1000."),
    ):
        for path in (agency, office):
            refused = state(path, wrong)
            assert (refused.status_code, typed_in(refused.text)["areas_served"]) == (422, wrong)
            assert sentence in refused.text.replace("&#39;", "'"), refused.text[refused.text.index("<main") :]
    for table, code, codes in (("agencies", DEPARTMENT, "20"), ("service-points", NEIGHBOUR, "2004 2007")):
        exported = officer.get(f"/staff/{table}.csv").content.decode("utf-8-sig")
        [row] = [row for row in csv.DictReader(io.StringIO(exported)) if row["code"] == code]
        assert row["areas_served"] == codes
    assert (state(office, "").status_code, told()) == (303, ["20"])
    assert (state(agency, "").status_code, told()) == (303, unsaid)


def test_areas_that_somebody_else_stated_meanwhile_are_kept(sign_in: SignIn) -> None:
    path = f"/en/staff/service-points/{NEIGHBOUR}/edit"
    slow, quick = sign_in("central_officer"), sign_in("platform_admin")
    form = typed_in(slow.get(path).text)
    assert quick.post(path, form | {"areas_served": "2007\n2004"}).status_code == 303
    again = typed_in(slow.post(path, form | {"address_th": "ถนนเก่า"}).text)
    assert [line[:5] for line in str(again["areas_served"]).splitlines()] == ["2004 ", "2007 "]
    assert slow.post(path, again | {"areas_served": ""}).status_code == 303


def test_hidden_with_a_reason_and_brought_back(sign_in: SignIn, own_site: StaffSite) -> None:
    officer = sign_in("central_officer")
    path = f"/en/staff/service-points/{NEIGHBOUR}"
    assert officer.post(f"{path}/hide", {"version": typed_in(officer.get(path).text)["version"]}).status_code == 422
    form = typed_in(officer.get(path).text) | {"reason": "ย้ายไปรวมกับศาลากลาง"}
    assert officer.post(f"{path}/hide", form).status_code == 303
    assert httpx.get(f"{own_site.address}/v1/service-points/{NEIGHBOUR}").status_code == 404
    page = officer.get(path).text
    assert "<ins>ย้ายไปรวมกับศาลากลาง</ins>" in page
    assert "See it as a citizen" not in page
    found = officer.get("/en/staff/service-points/add", params={"name": "สำนักงานพัฒนาชุมชนศรีราชา"}).text
    assert f"{path}/show" in found
    assert officer.post(f"{path}/show", typed_in(page)).status_code == 303
    assert httpx.get(f"{own_site.address}/v1/service-points/{NEIGHBOUR}").status_code == 200


def test_adding_looks_first_and_suggests_a_code(sign_in: SignIn) -> None:
    officer = sign_in("central_officer")
    look = {"name": "สำนักงานพัฒนาชุมชนเกาะเต่า", "where": "ต.เกาะเต่า อ.เกาะพะงัน"}
    looked = officer.get("/en/staff/service-points/add", params=look).text
    assert "Add a new one" in looked, looked[looked.index("<main") :]
    form = typed_in(officer.get("/en/staff/service-points/add/new", params=look).text)
    assert str(form["subdistrict_code"]).startswith("840503 ")
    assert form["code"] == "3100000000012"  # the next after the eleventh district office
    taken = officer.post("/en/staff/service-points/add/new", form | {"code": OFFICE})
    assert (taken.status_code, typed_in(taken.text)["name_th"]) == (422, look["name"])
    assert officer.post("/en/staff/service-points/add/new", form | {"position": "10.0977, 99.8404"}).status_code == 303
    page = officer.get("/en/staff/service-points/3100000000012").text
    assert "10.0977, 99.8404" in page
    near = officer.get("/en/staff/service-points/add", params={"name": "ที่ว่าการอำเภอ", "where": "10.0975, 99.8402"})
    assert "3100000000012" in near.text


def test_a_new_pin_that_looks_wrong_is_asked_about(sign_in: SignIn) -> None:
    officer = sign_in("central_officer")
    add = "/en/staff/service-points/add/new"
    form = typed_in(officer.get(f"{add}?agency={DEPARTMENT}").text)
    form |= {"name_th": "จุดบริการกลางน้ำ", "position": "13.2, 100.6"}
    doubted = officer.post(add, form)
    assert doubted.status_code == 422
    for sentence in ("The coordinate 13.2, 100.6 is rounded", "Give at least 4 decimals"):
        assert sentence in doubted.text, sentence
    assert 'name="insist" value="13.2, 100.6"' in doubted.text
    assert officer.post(add, form | {"insist": "13.1, 100.6"}).status_code == 422  # sure of another place
    assert "lies outside Thailand" in officer.post(add, form | {"position": "48.8566, 2.3522"}).text
    made = officer.post(add, form | {"insist": "13.2, 100.6"})
    assert made.status_code == 303
    assert "13.2, 100.6" in officer.get(made.headers["location"]).text


def test_among_other_fields_nobody_insists_on_a_pin(sign_in: SignIn) -> None:
    officer = sign_in("central_officer")
    path = f"/en/staff/service-points/{NEIGHBOUR}/edit"
    page = officer.get(path).text
    assert 'name="position"' not in page
    assert f'href="/en/staff/service-points/{NEIGHBOUR}/pin"' in page
    before = officer.get(f"/en/staff/service-points/{NEIGHBOUR}").text
    assert "13.17, 100.93" not in before
    for sure in ({}, {"insist": "13.17, 100.93"}):
        doubted = officer.post(path, typed_in(page) | {"position": "13.17, 100.93", **sure})
        assert doubted.status_code == 422
        assert "from where it was" in doubted.text
    assert "13.17, 100.93" not in officer.get(f"/en/staff/service-points/{NEIGHBOUR}").text


def test_nobody_adds_to_an_agency_of_others(sign_in: SignIn) -> None:
    officer = sign_in("central_officer")
    form = typed_in(officer.get("/en/staff/service-points/add/new").text)
    answer = officer.post("/en/staff/service-points/add/new", form | {"name_th": "x", "agency": OTHER_DEPARTMENT})
    assert answer.status_code == 422
    assert "You do not look after this agency." in answer.text


@pytest.mark.parametrize("name", ["central_officer", "platform_admin", "point_officer", "stranger"])
def test_the_table_has_what_one_looks_after(sign_in: SignIn, name: str) -> None:
    page = sign_in(name).get("/en/staff/service-points").text
    seen = {code for code in (OFFICE, NEIGHBOUR, STRANGE_OFFICE) if f"/service-points/{code}" in page}
    expected = {
        "central_officer": {OFFICE, NEIGHBOUR},
        "platform_admin": {OFFICE, NEIGHBOUR, STRANGE_OFFICE},
        "point_officer": {OFFICE},
        "stranger": {STRANGE_OFFICE},
    }
    assert seen == expected[name]


def test_a_table_that_cannot_be_read_says_why(sign_in: SignIn) -> None:
    officer = sign_in("central_officer")
    for query in ("sort=colour", "after=nonsense", "gecc=golden", "province=2x"):
        assert officer.get(f"/en/staff/service-points?{query}").status_code == 422, query


def test_points_near_each_other_are_similar_whatever_they_are_called(sign_in: SignIn, own_site: StaffSite) -> None:
    with Session(create_engine(own_site.url, poolclass=NullPool)) as session:
        Country(session).make_service_point("4000000000001", at=LonLat(lon=101.2, lat=14.2), name_th="ตู้บริการ")
        session.commit()
    page = sign_in("platform_admin").get(
        "/en/staff/service-points/add", params={"name": "ศูนย์ราชการ", "where": "14.2003, 101.2003"}
    )
    assert "4000000000001" in page.text


def test_agency_filter_reads_code_and_name(sign_in: SignIn) -> None:
    admin = sign_in("platform_admin")
    for agency in (DEPARTMENT, f"{DEPARTMENT} กรมการพัฒนาชุมชน", "กรมการพัฒนาชุมชน"):
        page = admin.get("/en/staff/service-points", params={"agency": agency}).text
        assert OFFICE in page
        assert STRANGE_OFFICE not in page

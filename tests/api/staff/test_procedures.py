"""Procedures and tags kept over HTTP: added, renamed, given tags, merged, and found by their new words at once."""

from collections.abc import Callable, Iterator

import httpx
import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geo.models import Procedure, ServicePoint
from tests.api.conftest import ServeApp
from tests.api.staff.conftest import DEPARTMENT, OFFICE, OTHER_DEPARTMENT, StaffSite
from tests.api.staff.manual_desk import make_procedure
from tests.api.staff.program import Program, programs
from tests.api.staff.visitor import Visitor, visitors
from tests.country import Country

LOAN, OLD_LOAN = "0150813000001", "0150813000002"


@pytest.fixture(scope="module")
def site(serve_app: ServeApp, make_staff_database: Callable[[], str]) -> StaffSite:
    url = make_staff_database()
    make_procedure(url, LOAN)
    make_procedure(url, OLD_LOAN, title_th="การขอสินเชื่อกองทุนหมู่บ้าน")
    engine = create_engine(url, poolclass=NullPool)
    with Session(engine) as session:
        office = session.query(ServicePoint).filter_by(code=OFFICE).one()
        old = session.query(Procedure).filter_by(code=OLD_LOAN).one()
        Country(session).make_offering(office, old)
        session.commit()
    engine.dispose()
    return StaffSite(serve_app(url), url)


@pytest.fixture
def officer(site: StaffSite) -> Iterator[Visitor]:
    with visitors(site.address) as sign_in:
        yield sign_in("central_officer")


@pytest.fixture
def program(site: StaffSite) -> Iterator[Program]:
    with programs(site.address, site.url) as program:
        yield program


@pytest.fixture
def citizen(site: StaffSite) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site.address, timeout=60) as client:
        yield client


def version(visitor: Visitor, path: str) -> str:
    return visitor.get(path).text.partition('name="version" value="')[2].partition('"')[0]


def form(**fields: object) -> dict[str, object]:
    return {
        "title_th": "การขอจดทะเบียนกลุ่มอาชีพ",
        "agency": f"{DEPARTMENT} กรมการพัฒนาชุมชน",
        "kind": "other",
        "jurisdiction": "district",
        "jurisdiction_of": "business",
        "shown": "yes",
        **fields,
    }


def test_a_new_procedure_is_found_by_all_its_words_at_once(officer: Visitor, citizen: httpx.Client) -> None:
    refused = officer.post("/staff/procedures/add", form(title_th="", areas="เมืองที่ไม่มี"), of="/staff")
    assert refused.status_code == 422
    assert 'href="#title_th"' in refused.text
    assert 'href="#areas"' in refused.text
    given = form(common_names_th="ตั้งกลุ่มแม่บ้าน\nรวมกลุ่มทำขนม", free="โอทอป", areas="จังหวัดชลบุรี")
    answer = officer.post("/staff/procedures/add", given, of="/staff")
    assert answer.status_code == 303, answer.text
    code = answer.headers["location"].rpartition("/")[2]
    assert code.startswith("01508"), "the code that follows the agency's own"
    for words in ("รวมกลุ่มทำขนม", "โอทอป"):
        found = citizen.get("/v1/procedures", params={"q": words}).json()["results"]
        assert [one["code"] for one in found] == [code], words
    edit = f"/staff/procedures/{code}/edit"
    seen = version(officer, edit)
    changed = form(version=seen, common_names_th="ชมรมคนปลูกกล้วย", free="โอทอป", areas="20 จ.ชลบุรี")
    assert officer.post(edit, changed, of="/staff").status_code == 303
    assert citizen.get("/v1/procedures", params={"q": "ชมรมคนปลูกกล้วย"}).json()["results"][0]["code"] == code
    late = officer.post(edit, form(version=seen, title_th="อื่น"), of="/staff")
    assert late.status_code == 409
    assert "Khun central_officer" in late.text
    page = officer.get(f"/staff/procedures/{code}").text
    assert "ชมรมคนปลูกกล้วย" in page
    assert "รวมกลุ่มทำขนม" in page, "the history tells what was there before"


def test_a_procedure_of_others_is_not_touched(officer: Visitor) -> None:
    answer = officer.post("/staff/procedures/add", form(agency=OTHER_DEPARTMENT), of="/staff")
    assert answer.status_code == 422
    assert "คุณไม่ได้ดูแลหน่วยงานนี้" in answer.text


def test_a_merged_procedure_leads_on_and_its_offices_offer_the_other(officer: Visitor, citizen: httpx.Client) -> None:
    edit = f"/staff/procedures/{OLD_LOAN}/edit"
    merge: dict[str, object] = {"version": version(officer, edit), "merged_into": f"{LOAN} การขอสินเชื่อชุมชน"}
    assert officer.post(edit, merge, of="/staff").status_code == 303
    page = citizen.get(f"/en/procedures/{OLD_LOAN}?area=20")
    assert page.status_code == 307
    assert page.headers["location"] == f"/en/procedures/{LOAN}?area=20"
    for path in (f"/v1/procedures/{OLD_LOAN}", f"/v1/nearest?procedure={OLD_LOAN}&lat=13.75&lon=100.5"):
        moved = citizen.get(path)
        assert (moved.status_code, moved.headers["location"]) == (307, path.replace(OLD_LOAN, LOAN)), path
    nearest = citizen.get(f"/v1/nearest?procedure={OLD_LOAN}&lat=13.75&lon=100.5", follow_redirects=True).json()
    assert [one["service_point"]["code"] for one in nearest["results"]] == [OFFICE]
    body = {"queries": [{"id": "a", "procedure": OLD_LOAN, "lat": 13.75, "lon": 100.5}]}
    assert citizen.post("/v1/nearest/batch", json=body).status_code < 500
    itself: dict[str, object] = {"version": version(officer, f"/staff/procedures/{LOAN}/edit"), "merged_into": LOAN}
    assert officer.post(f"/staff/procedures/{LOAN}/edit", itself, of="/staff").status_code == 422
    split: dict[str, object] = {"version": version(officer, edit), "merged_into": "", "shown": "yes"}
    assert officer.post(edit, split, of="/staff").status_code == 303
    assert citizen.get(f"/v1/procedures/{OLD_LOAN}").status_code == 200


def test_tags_are_chosen_from_lists_that_administrators_keep(program: Program, citizen: httpx.Client) -> None:
    admin, officer = program("platform_admin"), program("central_officer")
    assert officer.post("/v1/staff/tags", json={"kind": "category", "name_th": "อาชีพ"}).status_code == 403
    tag = admin.post("/v1/staff/tags", json={"kind": "category", "name_th": "อาชีพ", "name_en": "Work"}).json()
    assert admin.post("/v1/staff/tags", json={"kind": "category", "name_th": "อาชีพ"}).status_code == 422
    path = f"/v1/staff/procedures/{LOAN}"
    read = officer.get(path).json()
    unknown = officer.patch(path, json={"version": read["version"], "category": ["ไม่มีในรายการ"]})
    assert unknown.status_code == 422
    given = {"version": read["version"], "category": ["อาชีพ"], "free": ["กู้เงิน"], "online_url": "www.cdd.go.th"}
    changed = officer.patch(path, json=given).json()
    assert (changed["category"], changed["free"], changed["online_url"]) == (
        ["อาชีพ"],
        ["กู้เงิน"],
        "https://www.cdd.go.th",
    )
    assert officer.patch(path, json=given).status_code == 409
    renamed = {"version": tag["version"], "name_th": "งานและอาชีพ"}
    assert admin.patch(f"/v1/staff/tags/{tag['id']}", json=renamed).json()["procedures"] == 1
    assert citizen.get(f"/v1/procedures/{LOAN}").json()["tags"]["category"] == ["งานและอาชีพ"]
    out = admin.patch(f"/v1/staff/tags/{tag['id']}", json={"version": tag["version"] + 1, "in_list": False})
    assert out.json()["in_list"] is False
    again = officer.patch(path, json={"version": changed["version"], "category": ["งานและอาชีพ"], "kind": "permit"})
    assert again.status_code == 200, "a tag that it has already was refused"


def test_the_table_says_where_each_manual_stands(program: Program, officer: Visitor) -> None:
    rows = program("central_officer")
    listed = rows.get("/v1/staff/procedures", params={"status": "published", "limit": 1}).json()
    assert (listed["total"], len(listed["results"])) == (2, 1)
    following = rows.get("/v1/staff/procedures", params={"status": "published", "after": listed["next"]}).json()
    assert following["results"][0]["code"] != listed["results"][0]["code"]
    assert rows.get("/v1/staff/procedures", params={"age": "never_reviewed", "q": "สินเชื่อ"}).json()["total"] == 2
    assert rows.get("/v1/staff/procedures", params={"age": "year"}).json()["total"] == 0
    assert rows.get("/v1/staff/procedures", params={"reviewer": "Khun"}).json()["total"] == 0
    assert rows.get("/v1/staff/procedures", params={"kind": "x"}).status_code == 422
    assert "การขอสินเชื่อชุมชน" in officer.get("/staff?q=สินเชื่อชุมชน").text

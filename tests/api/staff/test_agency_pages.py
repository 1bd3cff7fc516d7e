"""`/staff/agencies` by plain HTTP: filters on the page, in the twin and in what is exported are the same; the form."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geo.models import Agency
from geo.staff.accounts import find_account
from geo.staff.actor import find_actor
from geo.staff.agency_tree import TreeQuery, count_agency_rows, find_agency_rows
from tests.api.conftest import ServeApp
from tests.api.staff.conftest import DEPARTMENT, OTHER_DEPARTMENT, StaffSite
from tests.api.staff.test_service_points import typed_in
from tests.api.staff.visitor import SignIn, visitors
from tests.country import Country

MINISTRY = "0150000000000"


@dataclass(frozen=True, slots=True)
class Kinds:
    type: str
    subtype: str
    category: str


KINDS = (
    Kinds("subdistrict_organization", "local", "general"),
    Kinds("division", "central", "health"),
    Kinds("division", "central_in_regions", "general"),
    Kinds("state_enterprise", "supervised", "housing"),
)


@pytest.fixture(scope="module")
def site(serve_app: ServeApp, make_staff_database: Callable[[], str]) -> StaffSite:
    """A site of its own with 120 agencies below the department, of four kinds, a third of them hidden."""
    url = make_staff_database()
    with Session(create_engine(url, poolclass=NullPool)) as session:
        ours = session.scalars(select(Agency).where(Agency.code == DEPARTMENT)).one()
        for number in range(120):
            agency = Country(session).make_agency(f"0150899000{number:03}", parent=ours, name_th=f"หน่วยงาน {number}")
            kinds = KINDS[number % len(KINDS)]
            agency.type, agency.subtype, agency.category = kinds.type, kinds.subtype, kinds.category
            agency.level, agency.shown = "agency", number % 3 != 0
        session.commit()
    return StaffSite(serve_app(url), url)


@pytest.fixture
def sign_in(site: StaffSite) -> Iterator[SignIn]:
    with visitors(site.address) as sign_in:
        yield sign_in


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kinds=st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(["division", "subdistrict_organization", "fund"]),
            "subtype": st.sampled_from(["local", "central"]),
            "category": st.sampled_from(["general", "health"]),
            "level": st.sampled_from(["agency", "department"]),
            "shown": st.booleans(),
            "ministry": st.just(MINISTRY),
            "department": st.sampled_from([DEPARTMENT, OTHER_DEPARTMENT]),
            "text": st.sampled_from(["หน่วยงาน 1", "0150899"]),
        },
    ),
    step=st.integers(1, 60),
)
def test_filters_together_leave_what_fits_all_and_pages_together_are_the_list(
    site: StaffSite, kinds: dict[str, object], step: int
) -> None:
    with Session(create_engine(site.url, poolclass=NullPool)) as session:
        account = find_account(session, "platform_admin@example.go.th")
        assert account is not None
        actor = find_actor(session, account.id)
        found: list[str] = []
        after = 0
        while page := find_agency_rows(session, actor, TreeQuery(**kinds, after=after, limit=step)):  # type: ignore[arg-type]
            found += [row.code for row in page]
            after = page[-1].id
        assert count_agency_rows(session, actor, TreeQuery(**kinds)) == len(found)  # type: ignore[arg-type]
        everything = session.scalars(select(Agency).order_by(Agency.path)).all()
        assert found == [one.code for one in everything if _fits(session, one, kinds)]


def _fits(session: Session, one: Agency, kinds: dict[str, object]) -> bool:
    above = set(session.scalars(select(Agency.code).where(Agency.id.in_(one.path))))
    for name, value in kinds.items():
        if name in ("ministry", "department"):
            fits = value in above
        elif name == "text":
            text = str(value)
            fits = one.code.startswith(text) if text.isdigit() else all(word in one.name_th for word in text.split())
        else:
            fits = getattr(one, name) == value
        if not fits:
            return False
    return True


def test_page_twin_and_files_show_the_same(sign_in: SignIn) -> None:
    officer = sign_in("central_officer")
    asked = {"type": "division", "subtype": "central", "department": DEPARTMENT, "shown": "no"}
    page = officer.get("/en/staff/agencies", params=asked).text
    codes = [f"0150899000{number:03}" for number in range(120) if number % 4 == 1 and number % 3 == 0]
    assert re.findall(r"/staff/agencies/(\d{13})\"", page) == codes
    assert f"{len(codes)} agencies" in page
    chips = re.findall(r'class="pk-chip" href="([^"]*)"', page)
    assert len(chips) == len(asked)
    assert all(chip.count("=") == len(asked) - 1 for chip in chips)
    exported = officer.get("/en/staff/agencies.csv", params=asked)
    assert exported.headers["content-disposition"] == 'attachment; filename="agencies.csv"'
    rows = list(csv.DictReader(io.StringIO(exported.content.decode("utf-8-sig"))))
    assert [row["code"] for row in rows] == codes
    assert {(row["parent_code"], row["type"], row["category"]) for row in rows} == {(DEPARTMENT, "division", "health")}
    sheet = openpyxl.load_workbook(io.BytesIO(officer.get("/en/staff/agencies.xlsx", params=asked).content)).active
    assert sheet is not None
    assert [row[0] for row in sheet.iter_rows(values_only=True)] == ["code", *codes]


def test_a_filter_that_is_none_is_refused_with_a_sentence(sign_in: SignIn) -> None:
    answer = sign_in("central_officer").get("/en/staff/agencies?type=kingdom")
    assert answer.status_code == 422
    assert "&#39;kingdom&#39; is none of: ministry, department" in answer.text


def test_long_lists_go_on_page_by_page(sign_in: SignIn) -> None:
    officer = sign_in("central_officer")
    first = officer.get("/en/staff/agencies?level=agency").text
    following = re.search(r'href="([^"]*)" rel="next"', first)
    assert following is not None
    second = officer.get(following[1].replace("&amp;", "&")).text
    seen = [re.findall(r"/staff/agencies/(\d{13})\"", page) for page in (first, second)]
    assert [len(codes) for codes in seen] == [100, 20]
    assert 'rel="next"' not in second
    assert "Back to the first page" in second


def test_the_form_knows_what_goes_together(sign_in: SignIn) -> None:
    officer = sign_in("central_officer")
    code = "0150899000008"
    path = f"/en/staff/agencies/{code}/edit"
    form = typed_in(officer.get(path).text)
    assert (form["type"], form["subtype"], form["category"]) == ("subdistrict_organization", "local", "general")
    refused = officer.post(path, form | {"type": "division"})
    assert refused.status_code == 422
    assert "goes: Central administration, Central administration in the regions." in refused.text
    assert officer.post(path, form | {"type": "division", "subtype": "", "category": ""}).status_code == 303
    page = officer.get(f"/en/staff/agencies/{code}").text
    assert "<ins>Division of a department</ins>" in page
    assert "<del>Subdistrict Administrative Organization</del>" in page
    assert "<ins>Central administration</ins>" in page
    assert "ราชการส่วนกลาง" in officer.get(f"/staff/agencies/{code}").text


def test_what_somebody_else_saved_meanwhile_is_kept(sign_in: SignIn) -> None:
    path = "/en/staff/agencies/0150899000004/edit"
    slow, quick = sign_in("central_officer"), sign_in("platform_admin")
    form = typed_in(slow.get(path).text)
    theirs = {"name_en": "Quick Office", "category": "social", "shown": "no"}
    assert quick.post(path, form | theirs).status_code == 303
    answer = slow.post(path, form | {"name_th": "หน่วยงานที่ช้า", "name_en": "Slow Office"})
    assert answer.status_code == 409
    assert "Khun platform_admin" in answer.text
    assert "<ins>Quick Office</ins>" in answer.text
    again = typed_in(answer.text)
    # hers where she changed it, the other's where she did not
    assert (again["name_th"], again["name_en"]) == ("หน่วยงานที่ช้า", "Slow Office")
    assert (again["category"], again["shown"]) == ("social", "no")
    assert slow.post(path, again).status_code == 303
    kept = typed_in(slow.get(path).text)
    assert (kept["name_en"], kept["category"], kept["shown"]) == ("Slow Office", "social", "no")


def test_service_points_are_filtered_by_what_is_above_them(sign_in: SignIn) -> None:
    admin = sign_in("platform_admin")
    for asked, count in (
        ({"ministry": MINISTRY}, 14),
        ({"ministry": MINISTRY, "department": DEPARTMENT}, 13),
        ({"department": OTHER_DEPARTMENT}, 1),
        ({"ministry": MINISTRY, "department": OTHER_DEPARTMENT, "agency": DEPARTMENT}, 0),
        ({"department": DEPARTMENT, "type": "ที่ว่าการอำเภอ", "shown": "no"}, 0),
    ):
        assert f"{count} service points" in admin.get("/en/staff/service-points", params=asked).text, asked

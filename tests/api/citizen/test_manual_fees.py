"""The manual's page: fees summed for her case, papers to tick, which revision it is; with and without scripts."""

from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from tests.api.citizen.conftest import NARROW, WIDE
from tests.api.conftest import ServeApp
from tests.conftest import NewPage
from tests.country import Country
from tests.expect_accessible import expect_accessible

PERMIT = "0170310000001"
UNSAID = "0170310000002"
FREE = "0170310000003"

FEES = [
    {"name_th": "ค่าคำขอ", "name_en": "Application", "amount_baht": 100, "due": "always"},
    *(
        {
            "name_th": name,
            "name_en": english,
            "amount_baht": amount,
            "due": "one_of",
            "choice_th": "อายุใบอนุญาต",
            "choice_en": "Validity",
        }
        for name, english, amount in (("ไม่เกิน 3 เดือน", "3 months", 750), ("ไม่เกิน 1 ปี", "1 year", 3_000))
    ),
    {
        "name_th": "คัดสำเนา",
        "name_en": "Copy",
        "amount_baht": 10,
        "per_th": "หน้า",
        "per_en": "page",
        "counted": True,
        "due": "when",
    },
    {"name_th": "ส่งทางไปรษณีย์", "name_en": "By post", "amount_baht": 50.5, "due": "when"},
]

DOCUMENTS = [
    {"name_th": "บัตรประชาชน", "name_en": "ID card", "originals": 1, "copy_needed": False, "issuer_th": "กรมการปกครอง"},
    {"name_th": "รูปถ่าย", "name_en": "Photograph", "originals": 2},
    {"name_th": "หนังสือมอบอำนาจ", "name_en": "Power of attorney", "copies": 1, "required": False},
]


@pytest.fixture(scope="module")
def site(serve_app: ServeApp, make_database: Callable[[], str]) -> str:
    url = make_database()
    engine = create_engine(url, poolclass=NullPool)
    with Session(engine) as session:
        country = Country(session)
        procedure = country.make_procedure(PERMIT, title_th="การขออนุญาตทำงาน", title_en="Work permit")
        country.publish(procedure, {"summary_th": "ฉบับแรก"})
        country.publish(procedure, {"fees": FEES, "documents": DOCUMENTS, "steps": [{"name_th": "ยื่นคำขอ"}]})
        unsaid = [{"name_th": f"ค่าธรรมเนียม {n}", "amount_baht": n} for n in (100, 200)]
        country.make_procedure(UNSAID, title_th="การต่ออายุ", manual={"fees": unsaid})
        country.make_procedure(FREE, title_th="การแจ้ง", manual={"steps": [{"name_th": "แจ้ง"}]})
        session.commit()
    engine.dispose()
    return serve_app(url)


@pytest.fixture
def show(new_page: NewPage, site: str) -> Callable[..., Page]:
    def show(path: str, **options: object) -> Page:
        page = new_page(site, **{"viewport": NARROW, **options})
        page.goto(path)
        return page

    return show


def text_of(site: str, path: str) -> str:
    return " ".join(httpx.get(f"{site}{path}", headers={"Accept": "text/html"}).text.split())


def test_before_anything_is_known_the_sum_is_a_true_range(site: str) -> None:
    page = text_of(site, f"/procedures/{PERMIT}")
    assert '<p class="pk-big">850 ถึง 3,100 บาท บางกรณีมีเพิ่ม</p>' in page
    assert "<strong>100 บาท</strong>" in page
    assert "เลือกด้านบนเพื่อดูยอดรวม: อายุใบอนุญาต" in page


def test_her_case_by_its_address_alone(site: str) -> None:
    page = text_of(site, f"/procedures/{PERMIT}?fee=3&fee=5")
    assert "ในกรณีของคุณ</span> <strong>3,150.5 บาท</strong>" in page
    page = text_of(site, f"/en/procedures/{PERMIT}?fee=2&fee=4")
    assert "Certain in your case</span> <strong>850 baht</strong>" in page
    assert "plus, for each page: <strong>10 baht</strong>" in page


def test_what_nobody_explained_is_not_summed_up(site: str) -> None:
    page = text_of(site, f"/procedures/{UNSAID}?fee=1")
    assert '<p class="pk-big">ขึ้นอยู่กับแต่ละกรณี</p>' in page
    assert "pk-total" not in page
    assert '<p class="pk-big">ไม่เสียค่าธรรมเนียม</p>' in text_of(site, f"/procedures/{FREE}")


@pytest.mark.parametrize("query", ["fee=x", "fee=-1", "fee=99999999", "fee=0", "fee.2=", "fee=๒"])
def test_a_choice_that_is_none_goes_out_of_the_address(site: str, query: str) -> None:
    answer = httpx.get(f"{site}/procedures/{PERMIT}?{query}")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/procedures/{PERMIT}")


@pytest.mark.browser
def test_the_form_without_a_script(show: Callable[..., Page]) -> None:
    page = show(f"/en/procedures/{PERMIT}?lat=13.1&lon=100.8", java_script_enabled=False)
    page.get_by_label("1 year").check()
    page.get_by_label("By post").check()
    page.get_by_role("button", name="Sum up for my case").click()
    expect(page).to_have_url(
        f"{page.url.partition('/en/')[0]}/en/procedures/{PERMIT}?lat=13.1&lon=100.8&fee=3&fee=5#fees"
    )
    expect(page.locator("#fee-total")).to_contain_text("3,150.5 baht")
    expect(page.get_by_label("1 year")).to_be_checked()
    expect(page.locator("[data-tick] input")).to_have_count(0)


@pytest.mark.browser
def test_ticking_sums_up_and_papers_are_remembered_here_only(show: Callable[..., Page]) -> None:
    page = show(f"/procedures/{PERMIT}")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url + (request.post_data or "")))
    page.get_by_label("ไม่เกิน 3 เดือน").check()
    expect(page.locator("#fee-total")).to_contain_text("850 บาท")
    expect(page.get_by_label("ไม่เกิน 3 เดือน")).to_be_checked()
    page.get_by_label("บัตรประชาชน").check()
    expect(page.locator("[data-done]")).to_have_text("พร้อมแล้ว 1 จาก 3 รายการ")
    page.goto(f"/en/procedures/{PERMIT}")
    expect(page.get_by_label("ID card")).to_be_checked()
    expect(page.locator("li", has_text="ID card")).to_contain_text("no copy needed")
    page.get_by_role("button", name="Clear the ticks").click()
    expect(page.locator("[data-done]")).to_have_text("0 of 3 ready")
    assert page.evaluate("localStorage.length") == 0
    assert not any("%E0%B8%9A%E0%B8%B1%E0%B8%95%E0%B8%A3" in one for one in sent)


@pytest.mark.browser
def test_on_paper_there_are_boxes_to_tick_and_no_buttons(show: Callable[..., Page]) -> None:
    page = show(f"/procedures/{PERMIT}")
    expect(page.locator("[data-tick] input")).to_have_count(3)
    page.emulate_media(media="print")
    expect(page.locator("[data-tick] input").first).to_be_visible()
    for hidden in (".pk-checklist", ".pk-heading__wrong >> nth=0", ".pk-edition__acts", ".pk-manual__find"):
        expect(page.locator(hidden)).to_be_hidden()


@pytest.mark.browser
@pytest.mark.parametrize(("prefix", "options"), [("", {}), ("/en", {"viewport": WIDE, "color_scheme": "dark"})])
def test_no_violations(show: Callable[..., Page], prefix: str, options: dict[str, object]) -> None:
    page = show(f"{prefix}/procedures/{PERMIT}", **options)
    for path in (f"/procedures/{PERMIT}?fee=2&fee=4", f"/procedures/{UNSAID}", f"/procedures/{PERMIT}/wrong?part=fees"):
        page.goto(prefix + path)
        expect_accessible(page)


def test_which_revision_it_is(site: str) -> None:
    page = text_of(site, f"/procedures/{PERMIT}")
    assert "ฉบับที่ 2 ใช้ตั้งแต่ 1 มกราคม 2569" in page
    assert "Revision 2, in force since 1 January 2026" in text_of(site, f"/en/procedures/{PERMIT}?fee=2")
    assert f'href="/procedures/{PERMIT}" data-share=' in page


def test_each_part_can_be_said_to_be_wrong(site: str) -> None:
    page = text_of(site, f"/procedures/{PERMIT}")
    for part in ("documents", "fees", "channels", "steps"):
        assert f"/procedures/{PERMIT}/wrong?part={part}" in page

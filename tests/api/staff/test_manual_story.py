"""A manual of 12 steps, 9 documents and 4 fees from its first word to the public: three people, each in a browser."""

from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.api.conftest import ServeApp
from tests.api.staff.conftest import StaffSite
from tests.api.staff.manual_desk import OLD_STEP, make_procedure
from tests.api.staff.signing_in import sign_in
from tests.conftest import NewPage
from tests.expect_accessible import FOR_EVERYBODY, expect_accessible_unfolded

pytestmark = pytest.mark.browser

CODE = "0150812000001"
OTHERS = {"": "0150812000002", "/en": "0150812000003"}
SITUATION = "แม่บ้านทอผ้าอยากเอาไปวางขายในห้าง"
DOCUMENTS = tuple(f"เอกสารลำดับที่ {number}" for number in range(1, 10))
STEPS = tuple(f"ขั้นตอนพิจารณาที่ {number}" for number in range(1, 13))
FEES = (("ค่าคำขอ", "20"), ("ค่าตรวจสถานที่", "๑๐๐"), ("ค่าใบอนุญาต", "1,500"), ("ค่าสำเนา", "2.50"))


@pytest.fixture(scope="module")
def site(serve_app: ServeApp, make_staff_database: Callable[[], str]) -> StaffSite:
    url = make_staff_database()
    make_procedure(url, CODE, title_th="การขอรับรองผลิตภัณฑ์ชุมชน")
    for code in OTHERS.values():
        make_procedure(url, code)
    return StaffSite(serve_app(url), url)


class Desk:
    """One person at her own browser."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        sign_in(self.page, "/en", name)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name).click()

    def save_and_go_on_to(self, part: str) -> None:
        self.press(f"Save, and on to: {part}")
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(part)

    def write(self, rows: list[dict[str, str]]) -> None:
        """Into the rows of a part, one after the other, each added by its button where there is none yet."""
        for number, row in enumerate(rows):
            if self.page.locator(f"#row-{number}").count() == 0:
                self.page.locator("#add").click()
            for name, value in row.items():
                field = self.page.locator(f"#row-{number}-{name}")
                if field.evaluate("one => one.tagName") == "SELECT":
                    field.select_option(value)
                elif value == "tick":
                    field.check()
                else:
                    field.fill(value)


def test_from_the_first_word_to_the_public(new_page: NewPage, site: StaffSite) -> None:  # noqa: PLR0915 - a story
    scripts = {"author": True, "reviewer": False, "opdc_officer": True}
    author, reviewer, opdc = (
        Desk(new_page(site.address, java_script_enabled=script), name) for name, script in scripts.items()
    )
    page = author.page
    page.goto("/en/staff/procedures")
    page.get_by_role("link", name="การขอรับรองผลิตภัณฑ์ชุมชน", exact=True).click()
    author.press("Write a new revision of the manual")
    page.get_by_role("button", name="Write from the beginning").click()
    page.locator("#row-0-summary_th").fill("รับรองสินค้าของชุมชนให้ได้มาตรฐาน")
    author.save_and_go_on_to("When you need it")
    author.write([{"text_th": SITUATION}])
    expect_accessible_unfolded(page)
    author.save_and_go_on_to("Criteria and conditions")
    author.write([{"text_th": "เป็นสมาชิกกลุ่มผู้ผลิตในชุมชน"}])
    author.save_and_go_on_to("Documents")
    author.write([{"name_th": name, "originals": "1"} for name in DOCUMENTS])
    page.locator("#row-0-copy_needed").check()
    expect_accessible_unfolded(page)
    author.save_and_go_on_to("Fees")
    author.write([{"name_th": name, "amount_baht": amount} for name, amount in FEES[:3]])
    author.save_and_go_on_to("Steps and time")
    author.write([{"name_th": name, "duration": "10", "duration_unit": "minute"} for name in STEPS])
    # kept by the script while she writes
    expect(page.locator("form[data-part]:not([data-unsaved])")).to_be_visible()
    page.reload()
    expect(page.locator("#row-11-name_th")).to_have_value(STEPS[11])
    expect(page.locator("main")).to_contain_text("2 hours")
    author.press("Save and back to all parts")
    expect_accessible_unfolded(page)
    author.press("Send for approval")
    address = page.url

    at = reviewer.page
    at.goto("/en/staff")
    at.get_by_role("link", name="1 manuals to review").click()
    at.get_by_role("link", name="waiting for the agency's reviewer").click()
    expect(at.get_by_role("table", name="Documents").get_by_role("row")).to_have_count(10)
    at.locator("#comment").fill("ยังขาดค่าสำเนา")
    reviewer.press("Return with the comment")
    expect(at.locator("h1")).to_contain_text("returned")

    page.goto("/en/staff")
    page.get_by_role("link", name="1 manuals returned to you").click()
    page.goto(address)
    expect(page.locator("main")).to_contain_text("ยังขาดค่าสำเนา")
    page.goto(f"{address}/parts/fees")
    author.write([{} for _ in FEES[:3]] + [{"name_th": FEES[3][0], "amount_baht": FEES[3][1]}])
    author.press("Save and back to all parts")
    author.press("Send for approval")

    at.goto(address)
    reviewer.press("Approve")
    expect(at.get_by_role("button", name="Approve")).to_have_count(0)
    opdc.page.goto(address)
    expect_accessible_unfolded(opdc.page)
    opdc.page.set_viewport_size({"width": 360, "height": 780})
    expect_accessible_unfolded(opdc.page)
    with httpx.Client(base_url=site.address, timeout=60) as citizen:
        assert OLD_STEP in citizen.get(f"/procedures/{CODE}").text
        opdc.press("Approve and publish")
        expect(opdc.page.locator("h1")).to_contain_text("published")
        shown = citizen.get(f"/procedures/{CODE}").text
        assert all(name in shown for name in (SITUATION, *DOCUMENTS, *STEPS, *(name for name, _ in FEES)))
        manual = citizen.get(f"/v1/procedures/{CODE}").json()["manual"]
        assert [len(manual[part]) for part in ("steps", "documents", "fees")] == [12, 9, 4]
        assert [fee["amount_baht"] for fee in manual["fees"]] == [20, 100, 1500, 2.5]
        for asked in ("รับรองสินค้าของชุมชนให้ได้มาตรฐาน", SITUATION):
            found = citizen.get("/v1/procedures", params={"q": asked}).json()["results"]
            assert found[0]["code"] == CODE
        assert OLD_STEP in citizen.get(f"/procedures/{CODE}/revisions/1").text
    page.goto(f"/procedures/{CODE}/revisions/1")
    expect_accessible_unfolded(page)
    page.goto(f"/en/procedures/{CODE}/revisions/2")
    expect_accessible_unfolded(page)


PATHS = (
    "/staff/procedures",
    "/staff/procedures?q=x&status=draft&kind=permit&age=year&reviewer=Khun&shown=no&waiting=me",
    "/staff/procedures?kind=x",
    "/staff/procedures/add",
    f"/staff/procedures/{CODE}",
    f"/staff/procedures/{CODE}/edit",
    f"/staff/procedures/{CODE}/revisions/1",
    "/staff/tags",
)


@FOR_EVERYBODY
def test_no_violations(new_page: NewPage, site: StaffSite, prefix: str, options: dict[str, object]) -> None:
    page = new_page(site.address, **options)
    sign_in(page, prefix, "platform_admin")
    for path in PATHS:
        page.goto(prefix + path)
        expect_accessible_unfolded(page)
    page.goto(f"{prefix}/staff/procedures/{OTHERS[prefix]}")
    page.locator("main form[action$='/begin'] button").click()
    path = page.url
    for part in ("forms", "channels", "statistics", "notes"):
        page.goto(f"{path}/parts/{part}")
        expect_accessible_unfolded(page)
    page.goto(f"{path}/parts/fees")
    page.locator("#row-0-amount_baht").fill("ฟรี")
    page.locator("[name=do][value=remove-0]").click()
    expect(page.get_by_role("status").first).to_be_visible()
    expect_accessible_unfolded(page)
    page.locator("[name=do][value=restore]").click()
    page.locator("[name=do][value=next]").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect_accessible_unfolded(page)
    page.goto(path)
    page.locator("a[href$='/discard']").click()
    expect_accessible_unfolded(page)
    page.locator("#comment").fill("ไม่ต้องแก้ไขแล้ว")
    page.locator("form[action$='/discard'] button").click()
    expect(page.locator("#discarded")).to_be_visible()
    expect_accessible_unfolded(page)
    page.locator("form[action$='/take-up'] button").click()
    expect(page.locator("a[href$='/discard']")).to_be_visible()
    page.goto(f"{prefix}/staff/tags")
    page.locator("#category-name_th").fill(f"ที่อยู่อาศัย{prefix}")
    page.get_by_role("button", name="หมวดหมู่บริการ" if not prefix else "Service categories").click()
    page.get_by_role("link", name=f"ที่อยู่อาศัย{prefix}", exact=True).click()
    expect_accessible_unfolded(page)

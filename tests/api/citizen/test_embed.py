"""The frame for other sites: shown by any of them, told nothing by them; and the page that makes its code."""

import html
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.api.citizen.conftest import LOST_CARD, OpenPage
from tests.api.small_country import ID_CARD

WIDGET = f"/embed?procedure={ID_CARD}&area=2008"
BROWSER = {"Accept": "text/html"}


@contextmanager
def framed(page: Page, url: str) -> Iterator[None]:
    """Opens a page of another site, a real one, that has `url` in a frame."""

    class OtherSite(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f'<iframe src="{html.escape(url)}" width="400" height="700"></iframe>'.encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), OtherSite) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page.goto(f"http://localhost:{server.server_port}/page?secret=1")
        yield
        server.shutdown()


@pytest.mark.browser
def test_another_site_shows_it(page: Page, citizen_site: str) -> None:
    with framed(page, citizen_site + WIDGET):
        frame = page.frame_locator("iframe")
        expect(frame.locator(".pk-near__list li")).to_have_count(3)
        frame.get_by_label("จังหวัด").select_option(label="เชียงราย")
        frame.get_by_role("button", name="เปลี่ยนสถานที่").click()
        expect(frame.locator("main")).to_contain_text("เชียงราย")
        assert page.context.cookies() == []


@pytest.mark.browser
def test_no_other_page_can_be_framed(page: Page, citizen_site: str) -> None:
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if "frame-ancestors" in said.text else None)
    with framed(page, f"{citizen_site}/procedures/{ID_CARD}"):
        expect(page.frame_locator("iframe").locator(".pk-manual")).to_have_count(0)
    assert refused


def test_it_keeps_to_itself(citizen_site: str) -> None:
    answer = httpx.get(citizen_site + WIDGET, headers=BROWSER)
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "geolocation=()" in answer.headers["permissions-policy"]
    assert "set-cookie" not in answer.headers
    assert "<script" not in answer.text


def test_it_asks_for_an_area_where_none_is_given(citizen_site: str) -> None:
    page = httpx.get(f"{citizen_site}/en/embed?procedure={ID_CARD}", headers=BROWSER).text
    assert "Show the nearest offices" in page
    assert "pk-near__list" not in page


@pytest.mark.parametrize(("query", "status"), [("procedure=0", 404), ("", 422), (f"procedure={ID_CARD}&area=99", 404)])
def test_what_there_is_not(citizen_site: str, query: str, status: int) -> None:
    assert httpx.get(f"{citizen_site}/embed?{query}", headers=BROWSER).status_code == status


@pytest.mark.browser
def test_from_words_to_the_code_without_script(open_page: OpenPage, citizen_site: str) -> None:
    page = open_page("/embed/code", java_script_enabled=False)
    page.get_by_role("searchbox").fill("บัตรหาย")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("radio", name="การขอมีบัตรใหม่ กรณีบัตรหาย").check()
    page.get_by_label("จังหวัด").select_option(label="ชลบุรี")
    page.get_by_role("button", name="สร้างโค้ด").click()
    code = page.get_by_role("textbox", name="วางโค้ดนี้ในหน้าเว็บของคุณ").input_value()
    source = re.search(r'src="(.*?)"', code)
    assert source is not None
    assert html.unescape(source[1]) == f"{citizen_site}/embed?procedure={LOST_CARD}&area=20"
    expect(page.frame_locator("iframe").get_by_role("heading", level=1)).to_have_text("การขอมีบัตรใหม่ กรณีบัตรหาย")


@pytest.mark.browser
def test_the_code_is_copied(open_page: OpenPage) -> None:
    page = open_page(f"/en/embed/code?procedure={ID_CARD}", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#code").input_value()


@pytest.mark.parametrize(("given", "used"), [("10", "300"), ("99999", "1200"), ("x", "680"), ("500", "500")])
def test_a_height_that_can_be(citizen_site: str, given: str, used: str) -> None:
    page = httpx.get(f"{citizen_site}/embed/code?procedure={ID_CARD}&height={given}", headers=BROWSER).text
    assert f'height="{used}" loading' in page

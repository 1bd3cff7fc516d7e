"""From the one box to the answer: straight where all is clear, else one question at a time, the rest kept."""

import re
from html import unescape
from urllib.parse import urlsplit

import httpx
import pytest

from tests.api.citizen.conftest import LOST_CARD
from tests.api.small_country import ID_CARD, PASSPORT

BROWSER = {"Accept": "text/html"}


@pytest.fixture
def ask(citizen_site: str) -> "Ask":
    return Ask(citizen_site)


class Ask:
    def __init__(self, site: str) -> None:
        self.site = site

    def __call__(self, path: str, **parts: str) -> httpx.Response:
        return httpx.get(self.site + path, params=parts or None, headers=BROWSER, timeout=60)


def leads_to(answer: httpx.Response) -> str:
    assert answer.status_code == 303, answer.text
    address = urlsplit(answer.headers["location"])
    return f"{address.path}?{address.query}"


def picks(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200
    return [unescape(href) for href in re.findall(r'class="pk-pick" href="([^"]*)"', answer.text)]


def title(answer: httpx.Response) -> str:
    assert answer.status_code == 200
    found = re.search(r"<h1[^>]*>([^<]*)</h1>", answer.text)
    assert found is not None
    return unescape(found[1])


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("การขอหนังสือเดินทาง เชียงราย", "area=57"),
        ("ศรีราชา การขอหนังสือเดินทาง", "area=2007"),
        ("การขอหนังสือเดินทาง in Ko Sichang", "area=2008"),
        ("การขอหนังสือเดินทาง 20120", "area=200801"),
        ("การขอหนังสือเดินทาง ๒๐๑๒๐", "area=200801"),
        ("การขอหนังสือเดินทาง 13.1492, 100.8085", "lat=13.149200&lon=100.808500"),
        ("การขอหนังสือเดินทาง 7P524RX5+MC", "lat=13.149188&lon=100.808562"),
        ("การขอหนังสือเดินทาง ที่ว่าการอำเภอเกาะสีชัง", "lat=13.149200&lon=100.811729"),
        ("ที่ว่าการอำเภอเกาะสีชัง การขอหนังสือเดินทาง", "lat=13.149200&lon=100.811729"),
    ],
)
def test_all_is_said(ask: Ask, text: str, where: str) -> None:
    assert leads_to(ask("/ask", q=text)) == f"/nearest?procedure={PASSPORT}&{where}"


def test_cases_are_offered_side_by_side_with_the_place_kept(ask: Ask) -> None:
    answer = ask("/ask", q="ทำบัตรประชาชน เกาะสีชัง")
    assert title(answer) == "เรื่องไหนตรงกับคุณ"
    assert sorted(picks(answer)) == [f"/nearest?procedure={code}&area=2008" for code in (ID_CARD, LOST_CARD)]
    assert "อ.เกาะสีชัง จ.ชลบุรี" in answer.text
    assert "ทำบัตรประชาชน มี 2 กรณี" in answer.text


def test_places_of_one_name_are_offered_with_what_they_lie_in(ask: Ask) -> None:
    answer = ask("/ask", q="การขอหนังสือเดินทาง ท่าทราย")
    assert title(answer) == "คุณหมายถึงที่ไหน"
    assert sorted(picks(answer)) == [
        f"/nearest?procedure={PASSPORT}&area={code}" for code in ("120105", "260105", "740110")
    ]
    assert "ต.ท่าทราย อ.เมืองสมุทรสาคร จ.สมุทรสาคร" in answer.text


def test_cases_come_before_places(ask: Ask) -> None:
    answer = ask("/ask", q="ทำบัตรประชาชน ท่าทราย")
    first = next(href for href in picks(answer) if ID_CARD in href)
    assert title(ask(first)) == "คุณหมายถึงที่ไหน"


def test_a_name_that_was_not_typed_to_its_end_is_asked_about(ask: Ask) -> None:
    answer = ask("/ask", q="การขอหนังสือเดินทาง เกาะสี")
    assert picks(answer) == [f"/nearest?procedure={PASSPORT}&area=2008"]


@pytest.mark.parametrize(
    ("parts", "asked"),
    [
        ({"q": "การขอหนังสือเดินทาง"}, "คุณอยู่ที่ไหน"),
        ({"procedure": PASSPORT}, "คุณอยู่ที่ไหน"),
        ({"q": "ศรีราชา"}, "ต้องการทำเรื่องอะไร"),
        ({"area": "2008"}, "ต้องการทำเรื่องอะไร"),
        ({"q": "13.1492,100.8085"}, "ต้องการทำเรื่องอะไร"),
        ({"q": "ราคาทองวันนี้"}, "ไม่พบเรื่อง “ราคาทองวันนี้”"),
        ({"q": "ราคาทองวันนี้ ศรีราชา"}, "ไม่พบเรื่อง “ราคาทองวันนี้”"),
        ({"procedure": PASSPORT, "place": "ฟฟฟฟฟฟ"}, "ไม่พบสถานที่ชื่อ “ฟฟฟฟฟฟ”"),
        ({"procedure": PASSPORT, "place": "95.1, 200.2"}, "ไม่พบสถานที่ชื่อ “95.1, 200.2”"),
    ],
)
def test_what_is_missing_is_asked_for(ask: Ask, parts: dict[str, str], asked: str) -> None:
    assert title(ask("/ask", **parts)) == asked


def test_what_was_found_of_a_text_stays_when_the_rest_is_not_found(ask: Ask) -> None:
    answer = ask("/ask", q="ราคาทองวันนี้ ศรีราชา")
    assert 'name="area" value="2007"' in answer.text
    assert leads_to(ask("/ask", area="2007", what="การขอหนังสือเดินทาง")) == f"/nearest?procedure={PASSPORT}&area=2007"


def test_nothing_typed_leads_home(ask: Ask) -> None:
    assert leads_to(ask("/ask", q=" ")) == "/?"
    assert leads_to(ask("/en/ask")) == "/en/?"


def test_the_answer_lets_either_part_be_changed_and_keeps_the_other(ask: Ask) -> None:
    answer = ask("/nearest", procedure=ID_CARD, area="2008", home="2008", no_copy="true")
    what, where = (unescape(href) for href in re.findall(r'class="pk-known__change" href="([^"]*)"', answer.text))
    others = picks(ask(what))
    assert f"/nearest?procedure={LOST_CARD}&area=2008&no_copy=true" in others
    asked = ask(where)
    assert title(asked) == "คุณอยู่ที่ไหน"
    assert f'name="procedure" value="{ID_CARD}"' in asked.text
    moved = leads_to(ask("/ask", procedure=ID_CARD, place="ศรีราชา", home="2008", no_copy="true"))
    assert moved == f"/nearest?procedure={ID_CARD}&area=2007&home=2008&no_copy=true"


def test_another_place_of_the_same_name_is_one_step_away(ask: Ask) -> None:
    answer = ask("/ask", procedure=PASSPORT, area="1004", change="place")
    assert f"/nearest?procedure={PASSPORT}&area=920109" in picks(answer)


def test_a_text_too_long_is_told(ask: Ask) -> None:
    assert ask("/ask", q="ก" * 500).status_code == 422


def test_suggestions_have_the_words_of_the_page(ask: Ask) -> None:
    found = ask("/en/suggestions", q="identity card in Ko Sichang").json()
    assert found["where"] == "Ko Sichang"
    assert found["places"][0] == {"name": "Ko Sichang, Chon Buri", "note": "", "parts": {"area": "2008"}}
    assert found["procedures"][0]["parts"] == {"procedure": ID_CARD}
    assert ask("/suggestions", q="เกาะสีชัง", kind="place").json()["places"][0]["name"] == "อ.เกาะสีชัง จ.ชลบุรี"
    assert ask("/suggestions", q=" ").json() == {"what": "", "where": "", "procedures": [], "places": []}

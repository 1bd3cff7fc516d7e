"""Distances, phones, addresses and languages, as pages write them."""

import pytest

from api.citizen.answer.distances import distance_in_words
from api.citizen.procedure.jurisdiction import jurisdiction_in_words
from api.citizen.service_point.addresses import address_in_thai, areas_in_words
from api.citizen.service_point.phones import Phone, parse_phones
from api.pages.languages import language_of, path_in
from geo.areas import AreaName

SICHANG = [
    AreaName(code="20", level="province", name_th="ชลบุรี", name_en="Chon Buri"),
    AreaName(code="2008", level="district", name_th="เกาะสีชัง", name_en="Ko Sichang"),
]
PATHUM_WAN = [
    AreaName(code="10", level="province", name_th="กรุงเทพมหานคร", name_en="Bangkok"),
    AreaName(code="1007", level="district", name_th="ปทุมวัน", name_en="Pathum Wan"),
]


@pytest.mark.parametrize(
    ("metres", "words"),
    [
        (3, "10 ม."),
        (347, "350 ม."),
        (994, "990 ม."),
        (996, "1.0 กม."),
        (1234, "1.2 กม."),
        (22_600, "23 กม."),
        (1_234_567, "1,235 กม."),
    ],
)
def test_distance(metres: float, words: str) -> None:
    assert distance_in_words(metres, "th") == words


@pytest.mark.parametrize(
    ("text", "phones"),
    [
        ("0 3821 6123", [Phone("0 3821 6123", "tel:038216123")]),
        ("038-216123, 08 1234 5678", [Phone("038-216123", "tel:038216123"), Phone("08 1234 5678", "tel:0812345678")]),
        ("0 2123 4567 ต่อ 12, 13", [Phone("0 2123 4567 ต่อ 12, 13", "tel:021234567")]),
        ("๑๕๔๘", [Phone("๑๕๔๘", "tel:1548")]),
        ("+66 2 123 4567", [Phone("+66 2 123 4567", "tel:+6621234567")]),
        ("ไม่มี", [Phone("ไม่มี", None)]),
        (None, []),
    ],
)
def test_phones(text: str | None, phones: list[Phone]) -> None:
    assert parse_phones(text) == phones


def test_address_says_nothing_twice() -> None:
    assert address_in_thai("1 ถนนอัษฎางค์", SICHANG, "20120") == "1 ถนนอัษฎางค์ อ.เกาะสีชัง จ.ชลบุรี 20120"
    assert address_in_thai("1 อ.เกาะสีชัง จ.ชลบุรี 20120", SICHANG, "20120") == "1 อ.เกาะสีชัง จ.ชลบุรี 20120"


def test_bangkok_has_its_own_words() -> None:
    assert areas_in_words(PATHUM_WAN, "th") == "เขตปทุมวัน กรุงเทพมหานคร"
    assert areas_in_words(PATHUM_WAN, "en") == "Pathum Wan, Bangkok"


def test_jurisdiction_is_about_what_the_procedure_is_about() -> None:
    assert jurisdiction_in_words("province", "land", "en") == "Go to the office of the province where the land is."


@pytest.mark.parametrize(
    ("path", "language", "in_thai", "in_english"),
    [
        ("/", "th", "/", "/en/"),
        ("/en/", "en", "/", "/en/"),
        ("/en", "en", "/", "/en/"),
        ("/english", "th", "/english", "/en/english"),
        ("/en/procedures/1", "en", "/procedures/1", "/en/procedures/1"),
    ],
)
def test_language_of_an_address(path: str, language: str, in_thai: str, in_english: str) -> None:
    assert language_of(path) == language
    assert path_in("th", path) == in_thai
    assert path_in("en", path) == in_english

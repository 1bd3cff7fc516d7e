"""What people type for a place: short, misspelt, in another order, without spaces, half finished."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.places.area_hits import area_hits
from geo.places.area_index import AreaIndex
from geo.places.folding import fold, fold_loosely


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("กทม", "10"),
        ("กทม.", "10"),
        ("กรุงเทพ", "10"),
        ("กรุงเทพฯ", "10"),
        ("BKK", "10"),
        ("โคราช", "30"),
        ("Korat", "30"),
        ("อยุธยา", "14"),
        ("จ.ชบ", "20"),
        ("พัทยา", "2004"),
        ("ศรีราชา", "2007"),
        ("ต.ศรีราชา", "200701"),
        ("ศรีราชา ศรีราชา", "200701"),
        ("ศรีราชา ชลบุรี", "2007"),
        ("ชลบุรี ศรีราชา", "2007"),
        ("ศรีราชาชลบุรี", "2007"),
        ("ต.บางพระ อ.ศรีราชา", "200707"),
        ("ต.บางพระอ.ศรีราชาจ.ชลบุรี", "200707"),
        ("ตำบลบางพระอำเภอศรีราชาจังหวัดชลบุรี", "200707"),
        ("ต บางพระ อ ศรีราชา จ ชลบุรี", "200707"),
        ("จังหวัดชลบุรี อำเภอศรีราชา ตำบลบางพระ", "200707"),
        ("บางพระ 20110", "200707"),
        ("แขวงสี่พระยา เขตบางรัก กรุงเทพฯ 10500", "100405"),
        ("เขตบางรัก", "1004"),
        ("แขวงบางรัก", "100404"),
        ("อ.เมือง จ.ขอนแก่น", "4001"),
        ("เมือง ขอนแก่น", "4001"),
        ("เมืองขอนแก่น", "4001"),
        ("ในเมือง เมืองขอนแก่น", "400101"),
        ("สุไหงโกลก", "9610"),
        ("สุไหงโก-ลก", "9610"),
        ("สนามชัยเขต", "2408"),
        ("ปอพาน นาเชือก", "440706"),
        ("จ.ป.ร. ระนอง", "850406"),
        ("Bang Phra, Si Racha, Chon Buri", "200707"),
        ("Bang Phra Si Racha Chon Buri", "200707"),
        ("bangphra siracha", "200707"),
        ("Tambon Bang Phra, Amphoe Si Racha", "200707"),
        ("Bang Phra Sub-district, Si Racha District, Chon Buri Province", "200707"),
        ("T.Bangphra A.Sriracha J.Chonburi", "200707"),
        ("Khet Bang Rak", "1004"),
        ("chonburi", "20"),
        ("CHON-BURI", "20"),
        ("Chon Buri Province", "20"),
        ("Muang Chonburi", "2001"),
        ("Phuket City", "83"),
    ],
)
def test_names_as_people_write_them(index: AreaIndex, text: str, code: str) -> None:
    assert area_hits(text, index)[0].code == code


@pytest.mark.parametrize(
    ("text", "code", "match"),
    [
        ("ศรีราชา", "2007", "exact"),
        ("สรีราชา", "2007", "spelling"),
        ("ขอนแกน", "40", "spelling"),
        ("ปทุมทานี", "13", "spelling"),
        ("สุราษธานี", "84", "spelling"),
        ("กาญจนบุรีี", "71", "exact"),
        ("เเพร่", "54", "exact"),
        ("น้ําพอง", "4007", "exact"),
        ("ชลบรี", "20", "similar"),
        ("ขอนแก่", "40", "beginning"),
        ("นครรา", "30", "beginning"),
        ("Sriracha", "2007", "spelling"),
        ("Petchaburi", "76", "spelling"),
        ("Klong Toey", "1033", "spelling"),
        ("Jatujak", "1030", "spelling"),
        ("Sathorn", "1028", "spelling"),
        ("Haad Yai", "9011", "spelling"),
        ("Koh Lanta", "8103", "spelling"),
        ("Nakorn Ratchasima", "30", "spelling"),
        ("Chang Mai", "50", "similar"),
        ("Chiang M", "50", "beginning"),
        ("20110", "200701", "postcode"),
        ("๒๐๑๑๐", "200701", "postcode"),
    ],
)
def test_it_is_told_why_a_place_was_found(index: AreaIndex, text: str, code: str, match: str) -> None:
    found = {hit.code: hit.match for hit in area_hits(text, index)[:3]}
    assert found.get(code) == match


@pytest.mark.parametrize(
    ("better", "worse"), [("ศรีราชา", "สรีราชา"), ("สรีราชา", "ศรีรชา"), ("ศรีราชา", "ศรีรา"), ("Chon Buri", "Chon Bur")]
)
def test_exact_is_better_than_a_beginning_and_that_than_a_likeness(index: AreaIndex, better: str, worse: str) -> None:
    assert area_hits(better, index)[0].score > area_hits(worse, index)[0].score


def test_an_abolished_area_leads_to_what_took_its_place(index: AreaIndex) -> None:
    hit = area_hits("ต.ท่าแฝก อ.ท่าปลา", index)[0]
    assert (hit.code, hit.match) == ("530407", "exact")
    assert hit.abolished is not None
    assert (hit.abolished.code, hit.abolished.name_en, hit.abolished.on) == ("530306", "Tha Faek", "2015-03-11")
    divided = [
        hit for hit in area_hits("แขวงบางนา เขตบางนา", index) if hit.abolished and hit.abolished.code == "104701"
    ]
    assert [hit.code for hit in divided] == ["104702", "104703"]


def test_a_name_in_force_is_not_said_to_be_abolished(index: AreaIndex) -> None:
    assert area_hits("ท่าแฝก น้ำปาด", index)[0].abolished is None
    assert area_hits("บางซื่อ", index)[0].code == "1029"


def test_what_lies_around_is_told_in_both_languages(index: AreaIndex) -> None:
    hit = area_hits("ต.บางพระ อ.ศรีราชา", index)[0]
    assert [(area.level, area.name_th, area.name_en) for area in hit.areas] == [
        ("province", "ชลบุรี", "Chon Buri"),
        ("district", "ศรีราชา", "Si Racha"),
    ]


@pytest.mark.parametrize("text", ["", " ", "?!", "asdfghjkl", "ฟหกดเาสว", "99999", "ๆๆๆ"])
def test_nonsense_finds_nothing(index: AreaIndex, text: str) -> None:
    assert area_hits(text, index) == []


@given(text=st.text(max_size=40) | st.text(alphabet="กขคงจชศรีราชาเแโ่้์ .,ตอจ0123", max_size=60))
@settings(max_examples=300, deadline=None)
def test_whatever_is_typed_is_answered_within_bounds(index: AreaIndex, text: str) -> None:
    for hit in area_hits(text, index):
        assert 0 < hit.score <= 1.000_001
        assert index.records[str(hit.code)].abolished_on is None


@given(text=st.text(max_size=40))
def test_folding_is_done_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ท่ี", "ที่"),  # the tone mark typed before the vowel
        ("น้ําพอง", "น้ำพอง"),
        ("Si-Racha", "si racha"),
        ("บาง พระ", "บางพระ"),
        ("๑๒", "12"),
    ],
)
def test_what_is_typed_differently_folds_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("ขอนแก่น", "ขอนแกน"), ("สุรินทร์", "สุริน"), ("Phuket", "Puket"), ("Lat Phrao", "Ladprao"), ("Vadhana", "Wattana")],
)
def test_what_sounds_alike_folds_alike_loosely(one: str, other: str) -> None:
    assert fold_loosely(fold(one)) == fold_loosely(fold(other))

"""What somebody needs and where, told apart: in both languages, and not where a place's name is only a word."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from geo.places.area_index import AreaIndex
from geo.places.split_off_areas import split_off_areas
from geo.places.split_question import QuestionReading, split_question
from tests.country import Country

PROCEDURES = {
    "การขอมีบัตรประจำตัวประชาชน": ("ทำบัตรประชาชน", "บัตรหาย", "ทำบัตร"),
    "การต่ออายุใบอนุญาตขับรถ": ("ต่อใบขับขี่", "ใบขับขี่หมดอายุ"),
    "การจดทะเบียนที่ดิน": ("โอนที่ดิน", "ซื้อขายที่ดิน", "ขอรังวัดที่ดิน"),
    "การขึ้นทะเบียนเกษตรกรผู้ปลูกข้าว": ("ขึ้นทะเบียนทำนา", "ขึ้นทะเบียน นา"),
    "การขออนุญาตขุดดินในเมือง": ("ขุดดินในเมือง",),
    "การจดทะเบียนเรือประมงพื้นบ้าน": ("จดทะเบียนเรือ", "เรือ บ้านแหลม"),
    "การขอใช้น้ำจากบ่อบาดาล": ("เจาะบ่อ",),
    "การขออนุญาตเลี้ยงช้าง": ("เลี้ยงช้าง",),
}

# What is typed, the words of the procedure, and the area; None where it names no place.
UNDERSTOOD = [
    # a space between
    ("ต่อใบขับขี่ ศรีราชา", "ต่อใบขับขี่", "2007"),
    ("ศรีราชา ต่อใบขับขี่", "ต่อใบขับขี่", "2007"),
    ("ทำบัตรประชาชน ชลบุรี", "ทำบัตรประชาชน", "20"),
    ("ทำบัตรประชาชน กทม", "ทำบัตรประชาชน", "10"),
    ("ทำบัตรประชาชน กทม.", "ทำบัตรประชาชน", "10"),
    ("ทำพาสปอร์ต กรุงเทพฯ", "ทำพาสปอร์ต", "10"),
    ("ทำพาสปอร์ต โคราช", "ทำพาสปอร์ต", "30"),
    ("ทำพาสปอร์ต พัทยา", "ทำพาสปอร์ต", "2004"),
    ("จดทะเบียนสมรส บางรัก", "จดทะเบียนสมรส", "1004"),
    ("จดทะเบียนสมรส บางรัก กรุงเทพ", "จดทะเบียนสมรส", "1004"),
    ("แจ้งเกิด หาดใหญ่ สงขลา", "แจ้งเกิด", "9011"),
    ("ย้ายทะเบียนบ้าน ในเมือง ขอนแก่น", "ย้ายทะเบียนบ้าน", "400101"),
    ("ย้ายทะเบียนบ้าน เมืองขอนแก่น", "ย้ายทะเบียนบ้าน", "4001"),
    ("ย้ายทะเบียนบ้าน เมือง ขอนแก่น", "ย้ายทะเบียนบ้าน", "4001"),
    ("บัตรหาย บางพระ ศรีราชา ชลบุรี", "บัตรหาย", "200707"),
    ("บัตรหาย ทำไง ศรีราชา", "บัตรหาย ทำไง", "2007"),
    ("บัตรหาย ศรีราชา ทำไง", "บัตรหาย ทำไง", "2007"),
    ("ทำบัตรประชาชน ศรีราชา ครับ", "ทำบัตรประชาชน", "2007"),
    ("ทำบัตร, ศรีราชา", "ทำบัตร", "2007"),
    ("ต่อใบขับขี่  เชียงใหม่", "ต่อใบขับขี่", "50"),
    ("ต่อใบขับขี่ สุไหงโก-ลก", "ต่อใบขับขี่", "9610"),
    # a word that leads to the place
    ("แจ้งเกิดที่บางรัก", "แจ้งเกิด", "1004"),
    ("แจ้งเกิด ที่ บางรัก", "แจ้งเกิด", "1004"),
    ("ทำบัตรประชาชนที่ศรีราชา", "ทำบัตรประชาชน", "2007"),
    ("ทำพาสปอร์ตแถวบางนา", "ทำพาสปอร์ต", "1047"),
    ("ทำพาสปอร์ต แถวๆ บางนา", "ทำพาสปอร์ต", "1047"),
    ("ทำพาสปอร์ตใกล้ลาดพร้าว", "ทำพาสปอร์ต", "1038"),
    ("จดทะเบียนบริษัทในกรุงเทพ", "จดทะเบียนบริษัท", "10"),
    ("เสียภาษีย่านสีลม บางรัก", "เสียภาษี", "100402"),
    ("โอนที่ดินที่ปากช่อง", "โอนที่ดิน", "3021"),
    # a word that says the level
    ("ทำบัตรประชาชน เขตบางรัก", "ทำบัตรประชาชน", "1004"),
    ("ทำบัตรประชาชนเขตบางรัก", "ทำบัตรประชาชน", "1004"),
    ("ทำบัตรประชาชนที่เขตบางรัก", "ทำบัตรประชาชน", "1004"),
    ("ทำบัตรประชาชน อ.ศรีราชา", "ทำบัตรประชาชน", "2007"),
    ("ทำบัตรประชาชนอำเภอศรีราชา", "ทำบัตรประชาชน", "2007"),
    ("ทำบัตรประชาชน อ.เมือง จ.ชลบุรี", "ทำบัตรประชาชน", "2001"),
    ("จดทะเบียนพาณิชย์ ต.บางพระ อ.ศรีราชา", "จดทะเบียนพาณิชย์", "200707"),
    ("ขอเลขที่บ้าน ตำบลบางพระ อำเภอศรีราชา จังหวัดชลบุรี", "ขอเลขที่บ้าน", "200707"),
    ("ทำบัตร จ.ตาก", "ทำบัตร", "63"),
    ("ต่อใบขับขี่ ต.ในเมือง อ.เมือง จ.ขอนแก่น", "ต่อใบขับขี่", "400101"),
    # without a space, a district or province of some length
    ("ทำบัตรประชาชนศรีราชา", "ทำบัตรประชาชน", "2007"),
    ("ต่อใบขับขี่เชียงใหม่", "ต่อใบขับขี่", "50"),
    # English and mixed
    ("lost id card in Si Racha", "lost id card", "2007"),
    ("lost ID card near Bang Rak", "lost ID card", "1004"),
    ("renew passport Chiang Mai", "renew passport", "50"),
    ("Chiang Mai passport renewal", "passport renewal", "50"),
    ("renew driving licence at Hat Yai, Songkhla", "renew driving licence", "9011"),
    ("marriage registration Bang Rak Bangkok", "marriage registration", "1004"),
    ("marriage registration in Bang Rak District, Bangkok", "marriage registration", "1004"),
    ("birth certificate Khet Bang Rak", "birth certificate", "1004"),
    ("where to get a passport in Phuket?", "where to get a passport", "83"),
    ("house registration in Sriracha", "house registration", "2007"),
    ("work permit Pattaya", "work permit", "2004"),
    ("ทำบัตร Si Racha", "ทำบัตร", "2007"),
    ("passport เชียงใหม่", "passport", "50"),
    # behind a name in full, one that is begun of an area around it
    ("ทำบัตรประชาชน ศรีราชา ช", "ทำบัตรประชาชน", "2007"),
    ("บัตรหาย บางพระ ศรีราชา ชลบุ", "บัตรหาย", "200707"),
    ("โอนที่ดิน เมือง ขอนแ", "โอนที่ดิน", "4001"),
    ("lost ID card Si Racha, Chon B", "lost ID card", "2007"),
    ("pay tax 20110", "pay tax", "200701"),
    ("ทำบัตร ๒๐๑๑๐", "ทำบัตร", "200701"),
]

NO_PLACE = [
    "โอนที่ดิน",
    "ขอรังวัดที่ดิน",
    "ซื้อขายที่ดิน",
    "ทำบัตรประชาชน",
    "ขึ้นทะเบียนทำนา",
    "ขึ้นทะเบียน นา",
    "ขุดดินในเมือง",
    "ใบอนุญาตในเมือง",
    "เรือ บ้านแหลม",  # a boat of that name is a procedure here, though Ban Laem is a district
    "ขอใช้น้ำจากบ่อบาดาล",
    "เจาะบ่อ",
    "เลี้ยงช้าง",
    "ขอเลขที่บ้าน",
    "ที่อยู่ผิด",
    "ใบขับขี่หมดอายุ ทำไง",
    "เจ้าหน้าที่ไม่รับเรื่อง",
    "pay tax",
    "hot water permit",
    "sam",
    "divorce",
    "change of name",
    "id card at the counter",
    "register for vaccination",
]

ONLY_A_PLACE = [
    ("ศรีราชา", "2007"),
    ("อ.ศรีราชา จ.ชลบุรี", "2007"),
    ("Bang Rak, Bangkok", "1004"),
    ("20110", "200701"),
    ("ศรีราชา ชล", "2007"),
    ("Bang Rak, Bang", "1004"),
]


@pytest.fixture
def procedures(country: Country) -> None:
    for title, names in PROCEDURES.items():
        country.make_procedure(title_th=title, title_en=None, common_names_th=names)


def first(session: Session, text: str) -> QuestionReading:
    return split_question(session, text)[0]


def test_there_are_enough_examples() -> None:
    assert len(UNDERSTOOD) + len(NO_PLACE) >= 60


@pytest.mark.usefixtures("procedures")
def test_procedure_and_place_are_told_apart(session: Session) -> None:
    wrong = []
    for text, procedure, code in UNDERSTOOD:
        reading = first(session, text)
        found = reading.places[0].code if reading.places else None
        if (reading.procedure, found) != (procedure, code):
            wrong.append((text, reading.procedure, reading.place, found))
    assert wrong == []


@pytest.mark.usefixtures("procedures")
def test_words_that_are_also_names_of_places_stay_words(session: Session) -> None:
    wrong = [(text, first(session, text).procedure) for text in NO_PLACE if first(session, text).procedure != text]
    assert wrong == []


@pytest.mark.usefixtures("procedures")
@pytest.mark.parametrize(("text", "code"), ONLY_A_PLACE)
def test_a_place_alone(session: Session, text: str, code: str) -> None:
    reading = first(session, text)
    assert (reading.procedure, reading.place, reading.places[0].code) == ("", text, code)


@pytest.mark.usefixtures("procedures")
@pytest.mark.parametrize("text", [text for text, *_ in UNDERSTOOD[:5]] + NO_PLACE[:5])
def test_that_it_is_all_procedure_is_always_one_of_the_readings(session: Session, text: str) -> None:
    readings = split_question(session, text)
    assert text in {reading.procedure for reading in readings}
    assert [reading.sureness for reading in readings] == sorted((r.sureness for r in readings), reverse=True)


@pytest.mark.usefixtures("procedures")
def test_an_ambiguous_place_is_left_open(session: Session) -> None:
    reading = first(session, "ทำบัตรประชาชน ต.ในเมือง")
    assert len(reading.places) == 10
    assert {place.name_th for place in reading.places} == {"ในเมือง"}


def test_an_empty_text_has_no_reading(session: Session) -> None:
    assert split_question(session, "  ") == []


@given(text=st.text(max_size=50) | st.text(alphabet="ทำบัตรที่ในเมืองศรีราชา ,.อตจ", max_size=50))
@settings(max_examples=200, deadline=None)
def test_nothing_is_lost_or_invented(index: AreaIndex, text: str) -> None:
    for split in split_off_areas(text, index):
        assert split.rest
        assert split.place in text
        assert all(word in text for word in split.rest.split())
        assert split.matches

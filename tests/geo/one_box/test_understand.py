"""What a text for both says: the procedure, the place, or words that mean neither; sure, or to be chosen."""

import pytest
from sqlalchemy.orm import Session

from geo.coordinates import LonLat
from geo.errors import InvalidQuery
from geo.finding.finder import Finder
from geo.finding.meaning.embedding import OFF
from geo.one_box.suggest import suggest
from geo.one_box.understand import Understood, sure_place, sure_procedure, understand
from tests.country import Country

OFFICE = LonLat(lon=100.8117, lat=13.1492)


@pytest.fixture
def finder(country: Country) -> Finder:
    """By spelling alone, of three cases of a card, and a passport; there is one office."""
    for code, title, names in (
        ("new", "การขอมีบัตรประจำตัวประชาชนครั้งแรก", ("ทำบัตรประชาชน",)),
        ("expired", "การขอมีบัตรใหม่ กรณีบัตรหมดอายุ", ("ทำบัตรประชาชน", "บัตรหมดอายุ")),
        ("lost", "การขอมีบัตรใหม่ กรณีบัตรหาย", ("ทำบัตรประชาชน", "ทำบัตรประชาชนหาย")),
        ("passport", "การขอหนังสือเดินทาง", ("ทำพาสปอร์ต",)),
    ):
        country.make_procedure(code, title_th=title, title_en=None, common_names_th=names)
    country.make_service_point(at=OFFICE, name_th="ที่ว่าการอำเภอเกาะสีชัง", subdistrict_code="200801")
    return Finder(OFF)


def said(understood: Understood) -> tuple[str | None, str | None]:
    """The procedure and the place that are sure."""
    procedure = sure_procedure(understood.found.matches if understood.found else ())
    place = sure_place(understood.places)
    return procedure.procedure.code if procedure else None, place.code or place.name_th if place else None


@pytest.mark.parametrize(
    ("text", "procedure", "place"),
    [
        ("ทำพาสปอร์ต ศรีราชา", "passport", "2007"),
        ("ศรีราชา ทำพาสปอร์ต", "passport", "2007"),
        ("ทำพาสปอร์ตที่บางรัก", "passport", "1004"),
        ("ทำพาสปอร์ต", "passport", None),
        ("ทำบัตรประชาชนหาย เกาะสีชัง", "lost", "2008"),
        ("ทำบัตรประชาชน เกาะสีชัง", None, "2008"),  # three cases
        ("ทำพาสปอร์ต ท่าทราย", "passport", None),  # three subdistricts
        ("ทำพาสปอร์ต เกาะสี", "passport", None),  # not typed to its end
        ("ทำพาสปอร์ต ๒๐๑๒๐", "passport", "200801"),
        ("ทำพาสปอร์ต 13.1492, 100.8085", "passport", "13.149200, 100.808500"),
        ("13.1492,100.8085 ทำพาสปอร์ต", "passport", "13.149200, 100.808500"),
        ("ทำพาสปอร์ต 7P524RX5+MC", "passport", "13.149188, 100.808562"),
        ("ศรีราชา", None, "2007"),
        ("7P524RX5+MC", None, "13.149188, 100.808562"),
        ("ราคาทองวันนี้ ศรีราชา", None, "2007"),
        ("ราคาทองวันนี้", None, None),
        ("", None, None),
    ],
)
def test_what_is_sure(session: Session, finder: Finder, text: str, procedure: str | None, place: str | None) -> None:
    assert said(understand(session, finder, text)) == (procedure, place)


def test_an_office_is_a_place_too(session: Session, finder: Finder) -> None:
    understood = understand(session, finder, "ทำพาสปอร์ต ที่ว่าการอำเภอเกาะสีชัง")
    assert (understood.what, understood.where) == ("ทำพาสปอร์ต", "ที่ว่าการอำเภอเกาะสีชัง")
    assert [(hit.kind, hit.position) for hit in understood.places] == [("service_point", OFFICE)]


def test_what_is_not_sure_is_there_to_choose_from(session: Session, finder: Finder) -> None:
    understood = understand(session, finder, "ทำบัตรประชาชน ท่าทราย")
    assert understood.found is not None
    assert {match.procedure.code for match in understood.found.matches} >= {"new", "expired", "lost"}
    assert {hit.code for hit in understood.places} == {"120105", "260105", "740110"}


def test_a_district_goes_before_subdistricts_of_its_name(session: Session, finder: Finder) -> None:
    text = "ทำพาสปอร์ต บางรัก"
    assert understand(session, finder, text).places[0].code == "1004"
    assert len(understand(session, finder, text).places) == 3


def test_a_word_is_no_name_of_a_place_that_was_not_typed_to_its_end(
    session: Session, finder: Finder, country: Country
) -> None:
    assert understand(session, finder, "ทำพาสปอร์ต bus").where == "bus"  # of Bu Sung, as long as there are no buses
    country.make_procedure("ride", title_th="การขอบัตรโดยสาร", title_en="Card for a bus or a long stay at sea")
    assert understand(session, finder, "ทำพาสปอร์ต Pattay").where == "Pattay"  # though its letters are in "stay at"
    for text in ("ทำพาสปอร์ต bus", "ทำพาสปอร์ต หาด"):  # a beach, and how Hat Yai begins
        understood = understand(session, finder, text)
        assert (understood.what, understood.where) == (text, "")


def test_a_text_too_long_is_refused(session: Session, finder: Finder) -> None:
    with pytest.raises(InvalidQuery):
        understand(session, finder, "ก" * 1_000)


@pytest.mark.parametrize(
    "text", ["a b c d e f g h i j k l m n o p", "   ", "'\";--", "%_%", "1 2 3 4 5 6 7 8 9 10 11 12"]
)
def test_any_text_has_an_answer(session: Session, finder: Finder, text: str) -> None:
    understand(session, finder, text)
    suggest(session, finder, text)


def test_suggestions_keep_the_words_of_the_other_part(session: Session, finder: Finder) -> None:
    found = suggest(session, finder, "ทำพาสปอร์ต เกาะสี")
    assert (found.what, found.where) == ("ทำพาสปอร์ต", "เกาะสี")
    assert [match.procedure.code for match in found.procedures] == ["passport"]
    assert [hit.code for hit in found.places] == ["2008"]


def test_of_a_place_that_was_typed_in_full_the_area_around_it_may_be_begun(session: Session, finder: Finder) -> None:
    found = suggest(session, finder, "ทำพาสปอร์ต ศรีราชา ชล")
    assert (found.what, found.where) == ("ทำพาสปอร์ต", "ศรีราชา ชล")
    assert [match.procedure.code for match in found.procedures] == ["passport"]
    assert found.places[0].code == "2007"


def test_suggestions_of_one_kind(session: Session, finder: Finder) -> None:
    assert suggest(session, finder, "ศรีราชา", kind="procedure").places == ()
    places = suggest(session, finder, "ศรีราชา", kind="place")
    assert places.procedures == ()
    assert places.places[0].code == "2007"

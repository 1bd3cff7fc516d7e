"""A question in one's own words, what it finds, and why."""

import math

import pytest
from sqlalchemy.orm import Session

from geo.errors import InvalidQuery
from geo.finding.finder import Finder, Match
from geo.finding.reason import Reason
from geo.models import Procedure
from geo.procedure_list import ProcedureQuery
from tests.country import Country


def matches(finder: Finder, session: Session, text: str, **filters: str) -> list[Match]:
    return list(finder.find(session, ProcedureQuery(text=text, **filters)).matches)  # type: ignore[arg-type]


def codes(finder: Finder, session: Session, text: str, **filters: str) -> list[str]:
    return [match.procedure.code for match in matches(finder, session, text, **filters)]


@pytest.fixture
def offices(country: Country) -> Country:
    """A card that may be lost, a passport, a licence to drive."""
    country.make_procedure(
        "lost card",
        title_th="การขอมีบัตรประจำตัวประชาชนใหม่ กรณีบัตรหาย",
        title_en="National ID card: lost",
        common_names_th=("ทำบัตรประชาชน", "บัตรหาย"),
        tags={"category": ["ทะเบียนราษฎร"], "free": ["ป้ายวงกลมสีฟ้า"]},
        manual={
            "summary_th": "แจ้งและขอมีบัตรใหม่ภายใน 60 วัน",
            "situations": [{"text_th": "โดนล้วงกระเป๋าบนรถเมล์", "text_en": "My purse was snatched on the bus"}],
            "documents": [{"name_th": "รูปถ่ายหน้าตรงไม่สวมหมวก", "name_en": "A photograph without a hat"}],
        },
    )
    country.make_procedure(
        "first card",
        title_th="การขอมีบัตรประจำตัวประชาชนครั้งแรก",
        title_en="First national ID card",
        common_names_th=("ทำบัตรประชาชน",),
        common_names_en=("first card",),
    )
    country.make_procedure("passport", title_th="การขอหนังสือเดินทาง", title_en="Passport")
    country.make_procedure("licence", title_th="การต่ออายุใบอนุญาตขับรถยนต์", title_en="Driving licence renewal")
    return country


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("บัตรหาย", "lost card"),
        ("บัตรหายยยย ทำไงดีคะ", "lost card"),
        ("บัดหาย", "lost card"),
        ("passprot", "passport"),
        ("LOST id card", "lost card"),
        ("หนังสือเดิน", "passport"),
        ("ใบอนุญาตขับรถหมดอายุ", "licence"),
        ("lost card", "lost card"),  # a code
    ],
)
def test_with_and_without_the_model(  # noqa: PLR0917 - fixtures
    finder: Finder, speller: Finder, session: Session, offices: Country, typed: str, code: str
) -> None:
    assert codes(finder, session, typed)[0] == code
    assert codes(speller, session, typed)[0] == code


@pytest.mark.parametrize(("typed", "code"), [("travel abroad document", "passport")])
def test_by_meaning(  # noqa: PLR0917 - fixtures
    finder: Finder, speller: Finder, session: Session, offices: Country, typed: str, code: str
) -> None:
    assert codes(finder, session, typed)[:1] == [code]
    assert codes(speller, session, typed) == []


@pytest.mark.parametrize("typed", ["ล้วงกระเป๋า", "กระเป๋าโดนล้วงบนรถเมล์", "purse snatched on a bus"])
def test_by_what_has_happened_to_somebody(
    finder: Finder, speller: Finder, session: Session, offices: Country, typed: str
) -> None:
    assert codes(finder, session, typed)[0] == "lost card"
    assert codes(speller, session, typed)[0] == "lost card"


def test_everyday_words_lead_to_official_ones(speller: Finder, session: Session, country: Country) -> None:
    """By spelling alone: nothing else knows that they mean the same."""
    for code, title in (
        ("motorcycle", "การจดทะเบียนรถจักรยานยนต์"),
        ("boat", "การจดทะเบียนเรือ"),
        ("company", "การจดทะเบียนบริษัท"),
    ):
        country.make_procedure(code, title_th=title, title_en=None)
    assert codes(speller, session, "จดทะเบียนมอไซค์")[0] == "motorcycle"
    assert codes(speller, session, "จดทะเบียนเรือ")[0] == "boat"


def test_what_is_being_typed_is_ready_before_all_of_it_is_compared(
    finder: Finder, session: Session, offices: Country
) -> None:
    finder = finder.as_of_now(session)
    index = finder.index(session)
    asked, begun = finder.question("ทำพาสปอร์ต", index), finder.question("ทำพาสปอร์ต", index, is_begun=True)
    assert asked.official is not None
    assert begun.official is not None
    assert asked.official.content == begun.official.content == "การขอหนังสือเดินทาง"
    assert (asked.official.vector is None, begun.official.vector is None) == (False, True)
    short = finder.question("รพ", index)  # too short to have a meaning, so that there is none to be compared with
    assert short.official is not None
    assert (short.typed.vector, short.official.vector) == (None, None)
    # two rankings of one text, of which neither is taken for the other
    query = ProcedureQuery(text="ทำพาสปอร์ต")
    rankings = [finder.weigh(session, query, is_begun=is_begun).ranking.ranked for is_begun in (False, True, False)]
    assert [ranked[0].entry.code for ranked in rankings] == ["passport"] * 3
    assert rankings[0] is rankings[2]
    assert rankings[0][0].odds != rankings[1][0].odds


@pytest.mark.parametrize(
    ("typed", "whole_words"),
    [
        ("lost passp", "lost"),
        ("lost passport", "lost passport"),
        ("my purse was snatc", "my purse was"),
        ("my purse was snatched", "my purse was snatched"),
        ("บัตรหาย", "บัตรหาย"),
        ("ทำหนังสือเดินทางไ", "ทำหนังสือเดินทาง"),
        ("passport 20", "passport 20"),
    ],
)
def test_half_a_word_is_no_part_of_the_meaning(
    finder: Finder, session: Session, offices: Country, typed: str, whole_words: str
) -> None:
    index = finder.as_of_now(session).index(session)
    begun, asked = finder.question(typed, index, is_begun=True), finder.question(whole_words, index)
    assert begun.typed.content == finder.question(typed, index).typed.content
    assert begun.typed.vector is not None
    assert asked.typed.vector is not None
    assert begun.typed.vector.tolist() == asked.typed.vector.tolist()


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("บัตรหาย", Reason("common_name", "letters", "บัตรหาย", "th")),
        ("กรณีบัตรหาย", Reason("title", "letters", "การขอมีบัตรประจำตัวประชาชนใหม่ กรณีบัตรหาย", "th")),
        ("ทำบัดประชาชน", Reason("common_name", "spelling", "ทำบัตรประชาชน", "th")),
        ("หน้าตรงไม่สวมหมวก", Reason("manual", "words", "รูปถ่ายหน้าตรงไม่สวมหมวก", "th")),
        ("photograph without hat", Reason("manual", "words", "A photograph without a hat", "en")),
        ("โดนล้วงกระเป๋า", Reason("manual", "words", "โดนล้วงกระเป๋าบนรถเมล์", "th")),
        ("วงกลมสีฟ้า", Reason("tag", "words", "ป้ายวงกลมสีฟ้า", "th")),
        ("lost card", Reason("code", "letters", "lost card", "th")),
    ],
)
def test_each_match_says_why(finder: Finder, session: Session, offices: Country, typed: str, reason: Reason) -> None:
    assert matches(finder, session, typed)[0].reason == reason


def test_the_name_that_is_nearest_in_meaning_is_the_reason(finder: Finder, session: Session, offices: Country) -> None:
    [found] = matches(finder, session, "travel abroad document")[:1]
    assert found.reason == Reason("title", "meaning", "การขอหนังสือเดินทาง", "th")


@pytest.mark.parametrize("typed", ["photograph without hat", "โดนล้วงกระเป๋า"])
def test_the_reason_is_what_the_manual_says_now(finder: Finder, session: Session, offices: Country, typed: str) -> None:
    [before] = matches(finder, session, typed)[:1]
    procedure = session.get_one(Procedure, before.procedure.id)
    told = {"text_th": "โดนล้วงกระเป๋าในตลาด", "text_en": "Pickpocketed on the market"}
    photograph = {"name_th": "รูปถ่ายไม่สวมหมวก", "name_en": "A new photograph without any hat"}
    offices.publish(procedure, {"summary_th": "ขอบัตรใหม่", "situations": [told], "documents": [photograph]})
    [after] = matches(finder, session, typed)[:1]
    assert before.reason.text in {"A photograph without a hat", "โดนล้วงกระเป๋าบนรถเมล์"}
    assert after.reason.text in {photograph["name_en"], told["text_th"]}


def test_what_is_asked_of_some_only_is_ranked_by_itself(finder: Finder, session: Session, offices: Country) -> None:
    finder = finder.as_of_now(session)
    asked, of_some = ProcedureQuery(text="บัตร"), ProcedureQuery(text="บัตร", category="ทะเบียนราษฎร")
    assert len(finder.weigh(session, asked).ranking.ranked) > 1
    [only] = finder.weigh(session, of_some).ranking.ranked
    assert only.entry.code == "lost card"


def test_what_is_weighed_has_the_odds_of_its_best(finder: Finder, session: Session, offices: Country) -> None:
    for text in ("บัตรหาย", "passprot", "lost card", "ผลบอลเมื่อคืน", "%", "hidden"):
        weighed = finder.weigh(session, ProcedureQuery(text=text))
        found = finder.tell(session, weighed)
        assert found == finder.find(session, ProcedureQuery(text=text))
        assert weighed.odds == (found.matches[0].odds if found.matches else -math.inf)


def test_a_text_that_several_share_is_compared_once(finder: Finder, session: Session, offices: Country) -> None:
    embedded = finder.index(session).small.embedded
    assert embedded.texts.count("ทำบัตรประชาชน") == 2
    assert len(embedded.rows) == len(embedded.texts) == embedded.starts[-1]
    assert len(embedded.vectors) == len(set(embedded.texts))


def test_cases_of_one_thing_are_a_family(finder: Finder, session: Session, offices: Country) -> None:
    found = matches(finder, session, "ทำบัตรประชาชน")
    assert {match.procedure.code: match.family for match in found[:2]} == {
        "lost card": "ทำบัตรประชาชน",
        "first card": "ทำบัตรประชาชน",
    }
    [alone] = matches(finder, session, "หนังสือเดินทาง")[:1]
    assert alone.family is None


@pytest.mark.parametrize("typed", ["ผลบอลเมื่อคืน", "how to bake bread", "qwerty", "ฟหกด", "ๆๆ", "%", "🙂"])
def test_an_honest_nothing(finder: Finder, speller: Finder, session: Session, offices: Country, typed: str) -> None:
    assert codes(finder, session, typed) == []
    assert codes(speller, session, typed) == []


def test_nothing_found_tells_the_nearest_categories(finder: Finder, session: Session, offices: Country) -> None:
    found = finder.find(session, ProcedureQuery(text="ร้านตัดผมเปิดกี่โมง"))
    assert found.matches == ()
    assert [label.name_th for label in found.nearest_categories] == ["ทะเบียนราษฎร"]


def test_filters_bound_what_is_found(finder: Finder, session: Session, offices: Country) -> None:
    assert codes(finder, session, "บัตร", category="ทะเบียนราษฎร") == ["lost card"]
    assert codes(finder, session, "lost card", category="อื่น") == []
    assert codes(finder, session, "บัตร", agency="none") == []


def test_an_empty_catalogue_answers_nothing(finder: Finder, session: Session) -> None:
    assert finder.find(session, ProcedureQuery(text="บัตรหาย")).matches == ()


def test_hidden_procedures_are_not_found(finder: Finder, session: Session, country: Country) -> None:
    country.make_procedure("hidden", title_th="บัตรหาย", shown=False)
    assert codes(finder, session, "บัตรหาย") == []
    assert codes(finder, session, "hidden") == []


def test_the_limit_is_the_limit(finder: Finder, session: Session, offices: Country) -> None:
    assert len(finder.find(session, ProcedureQuery(text="ทำบัตรประชาชน", limit=1)).matches) == 1
    with pytest.raises(InvalidQuery):
        ProcedureQuery(text="x", limit=0)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("ห", ["short"]), ("หย", ["short", "long"]), ("หย่า", ["short", "long"]), ("ทะเบียนหย่า", ["long"])],
)
def test_as_it_is_typed(speller: Finder, session: Session, country: Country, typed: str, expected: list[str]) -> None:
    country.make_procedure("long", title_th="จดทะเบียนหย่า", title_en=None)
    country.make_procedure("short", title_th="หย่า", title_en=None)
    country.make_procedure("other", title_th="แจ้งเกิด", title_en=None)
    assert codes(speller, session, typed)[: len(expected)] == expected
    assert "other" not in codes(speller, session, typed)


def test_a_tag_speaks_for_the_procedures_that_have_it(country: Country, session: Session, finder: Finder) -> None:
    for code, tag in (("a", "เกษตรกร"), ("b", "คนพิการ")):
        country.make_procedure(code, title_th="การขอรับเงินช่วยเหลือ", title_en="Aid", tags={"user_group": [tag]})
    assert codes(finder, session, "ชาวนาขอรับเงินช่วยเหลือ")[0] == "a"
    assert codes(finder, session, "ตาบอดขอรับเงินช่วยเหลือ")[0] == "b"

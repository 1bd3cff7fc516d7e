"""The last rankings are kept for one index, and no more of them than were meant to be."""

import pytest
from sqlalchemy.orm import Session

from geo.finding.finder import Finder
from geo.finding.index import Index
from geo.finding.latest_rankings import MOST_KEPT, LatestRankings
from geo.finding.ranking import rank
from geo.finding.signs import Question
from tests.country import Country


def asked(text: str) -> Question:
    return Question.of(text, None)


@pytest.fixture
def index(speller: Finder, session: Session, country: Country) -> Index:
    country.make_procedure("birth", title_th="แจ้งเกิด", title_en=None)
    country.make_procedure("death", title_th="แจ้งตาย", title_en=None)
    return speller.index(session)


def test_the_same_question_is_ranked_once(index: Index) -> None:
    latest = LatestRankings()
    ranking = latest.rank(asked("แจ้ง"), index, 8)
    assert {one.entry.code for one in ranking.ranked} == {"birth", "death"}
    assert latest.rank(asked("แจ้ง"), index, 8) is ranking
    assert len(latest.rank(asked("แจ้ง"), index, 1).ranked) == 1


def test_of_some_procedures_only_it_is_ranked_anew(index: Index) -> None:
    latest = LatestRankings()
    for entry in index.entries():
        [one] = latest.rank(asked("แจ้ง"), index, 8, frozenset([entry.id])).ranked
        assert one.entry is entry


def test_another_index_has_its_own(index: Index) -> None:
    latest = LatestRankings()
    latest.rank(asked("แจ้ง"), index, 8)
    [first, _second] = index.entries()
    less = index.with_changes({first.id: None})
    assert [one.entry.code for one in latest.rank(asked("แจ้ง"), less, 8).ranked] == ["death"]
    assert len(latest.rank(asked("แจ้ง"), index, 8).ranked) == 2


def test_the_oldest_is_forgotten(index: Index) -> None:
    latest = LatestRankings()
    first = latest.rank(asked("แจ้ง"), index, 1)
    for number in range(MOST_KEPT - 1):
        latest.rank(asked(f"ก {number}"), index, 1)
    assert latest.rank(asked("แจ้ง"), index, 1) is first
    for number in range(MOST_KEPT):
        latest.rank(asked(f"ข {number}"), index, 1)
    again = latest.rank(asked("แจ้ง"), index, 1)
    assert again is not first
    assert again.ranked[0].entry is rank(asked("แจ้ง"), index, 1).ranked[0].entry

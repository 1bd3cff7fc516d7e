"""The plan that searches follow on a country of 20,000 service points: the right index, and few pages of it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from benchmarks.country import Country, country_of
from benchmarks.pakmud_search import INDEXES
from benchmarks.plan_shape import plan_shape
from benchmarks.question import CLASSES, Question, by_class, sample_questions
from benchmarks.scales import SCALES

MOST_BUFFERS = 25
SUNDAY_NIGHT = datetime(2026, 11, 29, 3, 0, tzinfo=ZoneInfo("Asia/Bangkok"))


@pytest.fixture(scope="module")
def small_country(benchmark_home: Path) -> Iterator[Country]:
    with country_of(SCALES["small"], benchmark_home) as country:
        yield country


@pytest.fixture(scope="module")
def questions(small_country: Country) -> dict[str, list[Question]]:
    return by_class(sample_questions(small_country, per_class=40, procedures_per_class=10, seed=3))


@pytest.mark.parametrize("group", CLASSES)
def test_a_walk_of_the_index_reads_few_buffers(
    small_country: Country, questions: dict[str, list[Question]], group: str
) -> None:
    shape = plan_shape(small_country, questions[group])
    assert set(shape.indexes) <= set(INDEXES)
    assert shape.walk_buffers <= MOST_BUFFERS


@pytest.mark.parametrize("group", CLASSES)
def test_what_is_open_at_night_is_walked_among_the_few(
    small_country: Country, questions: dict[str, list[Question]], group: str
) -> None:
    asked = [Question(one.origin, one.procedure_id, group, open_at=SUNDAY_NIGHT) for one in questions[group]]
    shape = plan_shape(small_country, asked)
    # How many buffers depends on how many of those with unusual hours are closed all the same.
    assert set(shape.indexes) == {"offering_nearest_night"}

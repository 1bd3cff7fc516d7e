"""ETags: what they tell apart, and what they are compared with."""

from datetime import datetime

import pytest

from api.v1.data_age import etag_of, is_current
from geo.opening_hours import BANGKOK
from geo.schedule_book import minute_of

MINUTE = minute_of(datetime(2026, 11, 25, 10, 0, tzinfo=BANGKOK))


def test_an_answer_about_now_is_of_its_minute() -> None:
    assert etag_of((1, 2), MINUTE) != etag_of((1, 2), MINUTE + 1)
    assert etag_of((1, 2), MINUTE) != etag_of((1, 2), None)


@pytest.mark.parametrize("minute", [None, MINUTE])
def test_every_version_has_its_own(minute: int | None) -> None:
    assert len({etag_of((calendar, data), minute) for calendar in range(1, 30) for data in range(1, 30)}) == 29 * 29


@pytest.mark.parametrize(
    ("if_none_match", "current"), [("*", True), ('W/"a"', True), ('"x", "a"', True), ('"x"', False), ("", False)]
)
def test_comparison_is_weak(if_none_match: str, current: bool) -> None:
    assert is_current(if_none_match, 'W/"a"') is current

"""ETags: what they tell apart, and what they are compared with."""

from datetime import datetime, timedelta

import pytest

from api.v1.data_age import etag_of, is_current
from geo.opening_hours import BANGKOK

AT = datetime(2026, 11, 25, 10, 0, 30, tzinfo=BANGKOK)


def test_an_answer_about_now_is_of_its_minute_and_one_about_another_time_of_any() -> None:
    assert etag_of((1, 2), None, AT) == etag_of((1, 2), None, AT + timedelta(seconds=29))
    assert etag_of((1, 2), None, AT) != etag_of((1, 2), None, AT + timedelta(seconds=30))
    assert etag_of((1, 2), AT, AT) == etag_of((1, 2), AT, AT + timedelta(days=1))


def test_every_version_has_its_own() -> None:
    assert len({etag_of((calendar, data), AT, AT) for calendar in range(1, 30) for data in range(1, 30)}) == 29 * 29


@pytest.mark.parametrize(
    ("if_none_match", "current"), [("*", True), ('W/"a"', True), ('"x", "a"', True), ('"x"', False), ("", False)]
)
def test_comparison_is_weak(if_none_match: str, current: bool) -> None:
    assert is_current(if_none_match, 'W/"a"') is current

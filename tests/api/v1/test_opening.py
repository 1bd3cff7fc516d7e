"""The API's words for whether a service point is open."""

from datetime import datetime

from api.v1.opening import OpeningShape
from geo.opening_hours import BANGKOK, UNKNOWN, Hours, TemporarySpell

MORNING = datetime(2026, 11, 24, 10, tzinfo=BANGKOK)


def test_usual_hours() -> None:
    assert OpeningShape.at(Hours("Mo-Fr 08:30-16:30; PH off"), MORNING).model_dump(mode="json") == {
        "state": "open",
        "until": "2026-11-24T16:30:00+07:00",
        "next_opening": "2026-11-25T08:30:00+07:00",
        "exception": None,
    }


def test_an_exception_is_told_with_its_reason() -> None:
    exception = TemporarySpell(since=MORNING, until=None, expression="off", note_th="ปิดปรับปรุงอาคาร", note_en=None)
    assert OpeningShape.at(Hours("24/7", (exception,)), MORNING).model_dump(mode="json") == {
        "state": "closed",
        "until": None,
        "next_opening": None,
        "exception": {
            "since": "2026-11-24T10:00:00+07:00",
            "until": None,
            "opening_hours": "off",
            "note_th": "ปิดปรับปรุงอาคาร",
            "note_en": None,
        },
    }


def test_hours_that_cannot_be_read_are_unknown() -> None:
    for hours in (UNKNOWN, Hours("จันทร์-ศุกร์")):
        assert OpeningShape.at(hours, MORNING).state == "unknown"

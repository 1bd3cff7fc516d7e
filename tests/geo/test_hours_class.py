"""What the schema says about how unusual hours are is never less than what the evaluator finds.

Searches at night and on holidays look only among the classes that may be open then: a class too low loses offices.
"""

import json
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from geo.government_holidays import GovernmentCalendar
from geo.opening_hours import BANGKOK, Hours, spells_between
from tests.geo.expressions import office_expressions, random_expressions, real_expressions

FIRST = datetime(2026, 1, 1, tzinfo=BANGKOK)
YEAR = timedelta(days=366)

CALENDAR = GovernmentCalendar(
    closed=frozenset({date(2026, 11, 24), date(2026, 2, 28), date(2027, 1, 1)}),
    working=frozenset({date(2026, 4, 13), date(2026, 12, 7)}),
)

OFFICES = [
    "Mo-Fr 08:30-16:30; PH off",
    "Mo-Fr 08:30-12:00,13:00-16:30; PH off",
    'Mo-Fr 08:30-16:30 "by appointment"; PH off',
    "Mo,We,Fr 09:00-12:00; Tu off; PH closed",
]


def classes(session: Session, expressions: list[str]) -> list[int]:
    statement = text(
        "SELECT hours_class(one) FROM unnest(cast(:all AS text[])) WITH ORDINALITY AS t (one, n) ORDER BY n"
    )
    return list(session.scalars(statement, {"all": expressions}))


def class_found(hours: Hours) -> int:
    """The least class that has all open spells of a year within its bounds."""
    spells = spells_between(hours, FIRST, FIRST + YEAR, CALENDAR)
    return max((_class_of(spell.start, spell.end) for spell in spells if spell.state == "open"), default=0)


def _class_of(start: datetime, end: datetime) -> int:
    if end > datetime.combine(start.date(), time(22)) or start.time() < time(5):
        return 2
    return 1 if start.weekday() >= 5 or CALENDAR.is_holiday(start.date()) else 0


def test_offices_are_usual_and_others_are_not(session: Session) -> None:
    assert classes(session, OFFICES) == [0, 0, 0, 0]
    unusual = ["Mo-Sa 08:30-16:30; PH off", "08:30-16:30", "Mo-Fr 08:30-16:30", "24/7", "Mo-Fr 22:00-02:00; PH off"]
    assert classes(session, unusual) == [1, 1, 1, 2, 2]
    assert session.scalar(text("SELECT hours_class(NULL)")) == 0


def test_real_hours(session: Session, shared_data: Path) -> None:
    expressions = real_expressions(shared_data) + OFFICES
    for expression, said in zip(expressions, classes(session, expressions), strict=True):
        assert said >= class_found(Hours(expression)), expression


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(expressions=st.lists(office_expressions() | random_expressions(), min_size=10, max_size=10))
def test_random_hours(session: Session, expressions: list[str]) -> None:
    for expression, said in zip(expressions, classes(session, expressions), strict=True):
        assert said >= class_found(Hours(expression)), expression


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    base=st.none() | office_expressions() | random_expressions(),
    exception=st.sampled_from(["off", "24/7", "Sa 09:00-12:00", "ปิด"]) | office_expressions(),
    begins=st.integers(0, 300 * 24 * 60),
    minutes=st.none() | st.integers(1, 60 * 24 * 60),
)
def test_random_exceptions(
    session: Session, base: str | None, exception: str, begins: int, minutes: int | None
) -> None:
    since = FIRST + timedelta(minutes=begins)
    rows = [
        {
            "from": since.isoformat(),
            "until": None if minutes is None else (since + timedelta(minutes=minutes)).isoformat(),
            "expression": exception,
            "note_th": None,
            "note_en": None,
        }
    ]
    statement = text("SELECT hours_class(cast(:base AS text), cast(:rows AS jsonb))")
    said = session.scalar(statement, {"base": base, "rows": json.dumps(rows)})
    assert said is not None
    assert said >= class_found(Hours.parse(base, rows)), (base, rows)


@pytest.mark.parametrize("expression", OFFICES)
def test_a_closure_for_a_time_leaves_an_office_findable_by_day(session: Session, expression: str) -> None:
    rows = json.dumps([{"from": FIRST.isoformat(), "until": None, "expression": "off"}])
    said = session.scalar(
        text("SELECT hours_class(cast(:base AS text), cast(:rows AS jsonb))"), {"base": expression, "rows": rows}
    )
    assert said == 1

"""The hours of a country: many different ones, most of them plain, every state of an office among them."""

from collections import Counter
from datetime import datetime

from geo.opening_hours import BANGKOK, Hours, check_opening_hours, state_at
from ingest.demo.ground import chance
from ingest.demo.hours import ALWAYS, HABITS
from ingest.demo.office_kinds import OFFICE_KINDS
from ingest.demo.offices import Office

NOON = datetime(2026, 11, 23, 12, tzinfo=BANGKOK)
NIGHT = datetime(2026, 11, 22, 3, tzinfo=BANGKOK)


def test_whatever_can_be_drawn_can_be_evaluated_and_there_are_hundreds() -> None:
    possible = {expression for habit in HABITS.values() for expression in habit.expressions()}
    assert 300 <= len(possible) <= 800
    for expression in possible:
        check_opening_hours(expression)


def test_what_is_drawn_is_possible_and_always_the_same() -> None:
    for name, habit in HABITS.items():
        drawn = [habit.draw(chance(name, number)) for number in range(300)]
        assert drawn == [habit.draw(chance(name, number)) for number in range(300)]
        assert set(drawn) <= {*habit.expressions(), None}


def test_every_state_occurs_in_believable_shares(offices: list[Office]) -> None:
    hours = Counter(office.hours for office in offices)
    assert len(hours) >= 80
    assert 0.4 < hours["Mo-Fr 08:30-16:30; PH off"] / len(offices) < 0.7
    assert 0.03 < hours[None] / len(offices) < 0.06
    states: Counter[str] = Counter()
    for expression, count in hours.items():
        states[state_at(Hours(expression), NOON)] += count
    assert set(states) == {"open", "closed", "by_appointment", "unknown"}
    assert 0.01 < states["by_appointment"] / len(offices) < 0.03


def test_some_pass_midnight_and_some_work_on_holidays(offices: list[Office]) -> None:
    hours = {office.hours for office in offices if office.hours}
    assert "Mo-Su 18:00-02:00" in hours
    assert any(expression.startswith("Mo-Fr") and "PH" not in expression for expression in hours)


def test_police_and_hospitals_never_close_and_machines_sleep(offices: list[Office]) -> None:
    for kind in ("police_station", "hospital"):
        stations = [office for office in offices if office.kind == kind]
        assert sum(office.hours == ALWAYS for office in stations) / len(stations) > 0.75
    small_places = [kind.habit for kind in OFFICE_KINDS if kind.where == "villages"]
    possible = {expression for habit in small_places for expression in habit.expressions()}
    assert {state_at(Hours(expression), NIGHT) for expression in possible} == {"closed"}

"""The time of the steps together: nothing is lost, and no working day is said to have some number of hours."""

from hypothesis import given
from hypothesis import strategies as st

from geo.manual import UNIT_NAMES, Duration, DurationUnit, ManualContent, Step
from geo.manual_time import time_of, time_of_steps

MINUTES = {"minute": 1, "hour": 60}

steps = st.lists(
    st.builds(
        Step,
        name_th=st.just("ยื่นคำขอ"),
        duration=st.none() | st.integers(0, 500).map(float),
        duration_unit=st.none() | st.sampled_from(sorted(UNIT_NAMES)),
    ),
    max_size=20,
)


@given(steps)
def test_every_unit_keeps_its_sum(steps: list[Step]) -> None:
    total = {one.unit: one.amount for one in time_of_steps(steps)}
    said = [(one.duration or 0, one.duration_unit) for one in steps]
    for unit in ("working_day", "calendar_day", "month"):
        assert total.get(unit, 0) == sum(amount for amount, its in said if its == unit)
    minutes = sum(amount * MINUTES[unit] for amount, unit in said if unit in MINUTES)
    assert sum(amount * MINUTES[unit] for unit, amount in total.items() if unit in MINUTES) == minutes


def step(amount: float, unit: DurationUnit) -> Step:
    return Step(name_th="ก", duration=amount, duration_unit=unit)


def test_minutes_fill_hours_and_a_promise_goes_before_the_sum() -> None:
    steps = (step(45, "minute"), step(30, "minute"), step(1, "hour"), step(3, "working_day"))
    assert [(one.amount, one.unit) for one in time_of_steps(steps)] == [(3, "working_day"), (2, "hour"), (15, "minute")]
    promised = Duration(amount=5, unit="working_day")
    assert time_of(ManualContent(steps=steps, total_duration=promised)) == (promised,)
    assert time_of_steps((step(1.5, "hour"),)) == (Duration(amount=1.5, unit="hour"),)

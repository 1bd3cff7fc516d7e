"""How long a manual's steps take together, without pretending to know how many hours a working day has; in words."""

from collections.abc import Iterable

from geo.manual import UNIT_NAMES, Duration, DurationUnit, ManualContent, Step
from geo.words import translate

_ORDER: tuple[DurationUnit, ...] = ("month", "calendar_day", "working_day", "hour", "minute")


def time_of(manual: ManualContent) -> tuple[Duration, ...]:
    """What the office promises; else the time of the steps. Empty where nobody says."""
    return (manual.total_duration,) if manual.total_duration else time_of_steps(manual.steps)


def time_of_steps(steps: Iterable[Step]) -> tuple[Duration, ...]:
    """The sum, the longest unit first: minutes fill hours, nothing else is turned into anything else."""
    sums: dict[DurationUnit, float] = dict.fromkeys(_ORDER, 0.0)
    for step in steps:
        if step.duration and step.duration_unit:
            sums[step.duration_unit] += step.duration
    minutes = round(sums["hour"] * 60 + sums["minute"], 6)
    # half hours that nobody wrote in minutes stay hours
    if sums["minute"] or minutes % 60 == 0:
        sums["hour"], sums["minute"] = divmod(minutes, 60)
    return tuple(Duration(amount=round(sums[unit], 6), unit=unit) for unit in _ORDER if sums[unit])


def duration_in_words(amount: float, unit: DurationUnit, language: str) -> str:
    return f"{plain_number(amount)} {translate(UNIT_NAMES[unit], language)}"


def plain_number(amount: float) -> str:
    """With two decimals at most, and none that say nothing: 1,500 and 2.5."""
    return f"{amount:,.2f}".rstrip("0").rstrip(".")

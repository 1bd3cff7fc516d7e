"""The opening hours that offices keep: most the state's own, some each their way, as a country has them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from random import Random

from ingest.demo.ground import drawn

Weights = Mapping[str, float]

UNKNOWN_SHARE = 0.05
"""Of the offices that keep office hours; 24 hours and machines are known."""
APPOINTMENT_SHARE = 0.026

ALWAYS = "24/7"

_LUNCHES = {"12:00 13:00": 80, "12:00 12:30": 8, "11:30 12:30": 6, "12:00 13:30": 6}
_LATE = {"Mo": 1, "Tu": 1, "We": 5, "Th": 2, "Fr": 1}
_LATE_UNTIL = {"18:00": 2, "18:30": 1, "19:00": 2, "20:00": 4}
_SATURDAYS = {"08:30-12:00": 55, "09:00-12:00": 20, "08:30-16:30": 15, "09:00-15:00": 10}
_WEEKENDS = {"08:30-16:30": 60, "09:00-15:00": 40}

Extra = str
"""How the week differs from plain days: lunch, late, saturday, weekend, or holidays, which are then worked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeHabit:
    """Five days a week, closed on holidays: when the doors open and close, and what `extra` there is besides."""

    start: Weights = field(default_factory=lambda: {"08:30": 90, "08:00": 6, "09:00": 2.5, "07:30": 1.5})
    end: Weights = field(default_factory=lambda: {"16:30": 91, "16:00": 4.5, "17:00": 3, "15:30": 1.5})
    extra: Mapping[Extra, float]

    def draw(self, dice: Random) -> str | None:
        if dice.random() < UNKNOWN_SHARE:
            return None
        start, end, extra = drawn(self.start, dice), drawn(self.end, dice), drawn(self.extra, dice)
        if dice.random() < APPOINTMENT_SHARE:
            return _by_appointment(start, end)
        variants = _variants(start, end, extra)
        return drawn(variants, dice)

    def expressions(self) -> Iterator[str]:
        """All that can be drawn."""
        for start, end in product(self.start, self.end):
            yield _by_appointment(start, end)
            for extra in self.extra:
                yield from _variants(start, end, extra)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedHabit:
    """Places that keep no office hours: these expressions."""

    listed: Weights

    def draw(self, dice: Random) -> str | None:
        return drawn(self.listed, dice)

    def expressions(self) -> Iterator[str]:
        yield from self.listed


Habit = OfficeHabit | ListedHabit


def _by_appointment(start: str, end: str) -> str:
    return f'Mo-Fr {start}-{end} "by appointment"; PH off'


def _variants(start: str, end: str, extra: Extra) -> Weights:
    """The expressions with such an extra, and how likely each is."""
    plain = f"Mo-Fr {start}-{end}"
    match extra:
        case "lunch":
            breaks = ((lunch.split(), weight) for lunch, weight in _LUNCHES.items())
            return {f"Mo-Fr {start}-{out},{back}-{end}; PH off": weight for (out, back), weight in breaks}
        case "late":
            return {
                f"{plain}; {day} {start}-{until}; PH off": _LATE[day] * _LATE_UNTIL[until]
                for day, until in product(_LATE, _LATE_UNTIL)
            }
        case "saturday":
            return {f"{plain}; Sa {hours}; PH off": weight for hours, weight in _SATURDAYS.items()}
        case "weekend":
            return {f"{plain}; Sa,Su {hours}; PH off": weight for hours, weight in _WEEKENDS.items()}
        case "holidays":
            return {plain: 1}
        case _:
            return {f"{plain}; PH off": 1}


HABITS: Mapping[str, Habit] = {
    "office": OfficeHabit(extra={"none": 80, "lunch": 14, "late": 2, "saturday": 3, "holidays": 1}),
    "counter": OfficeHabit(extra={"none": 60, "lunch": 9, "late": 8, "saturday": 20, "weekend": 2, "holidays": 1}),
    "city": OfficeHabit(
        start={"08:00": 94, "07:30": 3, "08:30": 3},
        end={"16:00": 92, "16:30": 4, "17:00": 4},
        extra={"none": 48, "late": 6, "saturday": 44, "weekend": 2},
    ),
    "local": OfficeHabit(extra={"none": 81, "lunch": 12, "late": 1.5, "saturday": 3, "weekend": 0.5, "holidays": 2}),
    "health": OfficeHabit(
        start={"08:30": 84, "08:00": 14, "07:30": 2},
        extra={"none": 52, "lunch": 4, "late": 5, "saturday": 32, "weekend": 6, "holidays": 1},
    ),
    "school": OfficeHabit(
        start={"08:00": 72, "07:30": 16, "08:30": 12},
        end={"16:30": 62, "16:00": 28, "15:30": 8, "17:00": 2},
        extra={"none": 91, "lunch": 4, "late": 2, "saturday": 2, "holidays": 1},
    ),
    "mall": ListedHabit(
        listed={
            "Mo-Fr 08:30-16:30; PH off": 45,
            "Mo-Fr 10:00-18:00; PH off": 35,
            "Mo-Su 10:00-18:00": 12,
            "Mo-Fr 10:00-19:00; Sa 10:00-17:00; PH off": 8,
        }
    ),
    "guarded": ListedHabit(listed={ALWAYS: 96, "Mo-Su 06:00-22:00": 3, "Mo-Su 18:00-02:00": 1}),
    "hospital": ListedHabit(
        listed={
            ALWAYS: 82,
            "Mo-Fr 08:00-20:00; Sa,Su 08:30-16:30": 12,
            "Mo-Su 08:00-00:00": 4,
            "Mo-Fr 08:30-16:30; Sa 08:30-12:00; PH off": 2,
        }
    ),
    "machine": ListedHabit(
        listed={
            "Mo-Su 06:00-22:00": 55,
            "Mo-Su 08:00-20:00": 18,
            "Mo-Su 10:00-21:00": 12,
            "Mo-Su 05:00-22:00": 8,
            "Mo-Fr 08:30-16:30; PH off": 6,
            "Mo-Su 18:00-02:00": 0.6,
            "Mo-Su 05:00-01:00": 0.4,
        }
    ),
}  # fmt: skip
"""By the word that the table of kinds has for them."""

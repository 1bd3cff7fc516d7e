"""Weeks to try things on, and what they mean minute by minute, reckoned without the evaluator."""

from datetime import date, timedelta

from hypothesis import strategies as st

from geo.weekly_hours.week import DAY_MIN, Day, MonthlyDay, Span, SpanState, WeeklyHours

MONDAY = date(2026, 10, 5)
HOLIDAYS = frozenset({date(2026, 10, 13), date(2026, 10, 23), date(2026, 10, 31), date(2026, 11, 1)})
"""Made up: a Tuesday, a Friday, a Saturday, a Sunday."""

DAYS = 6 * 7


def meant(weekly: WeeklyHours, days: int = DAYS) -> dict[int, str]:
    """The state of each minute from midnight before `MONDAY` that is not closed."""
    minutes: dict[int, str] = {}
    for ahead in range(-1, days):
        day = MONDAY + timedelta(days=ahead)
        own, overrides = _of_day(weekly, day)
        if overrides:
            # Hours of a day of its own replace the night left over from the evening before.
            for minute in range(ahead * DAY_MIN, (ahead + 1) * DAY_MIN):
                minutes.pop(minute, None)
        for span in _cut(own, weekly.lunch):
            for minute in range(span.start_min, span.end_min):
                minutes[ahead * DAY_MIN + minute] = span.state
    return {minute: state for minute, state in minutes.items() if 0 <= minute < days * DAY_MIN}


def _of_day(weekly: WeeklyHours, day: date) -> tuple[Day, bool]:
    if day in HOLIDAYS and weekly.holidays is not None:
        return weekly.holidays, True
    for one in reversed(weekly.monthly):
        last = (day + timedelta(days=7)).month != day.month
        if one.weekday == day.weekday() and ((day.day + 6) // 7 in one.ordinals or (last and -1 in one.ordinals)):
            return one.spans, True
    return weekly.days[day.weekday()], False


def _cut(spans: Day, lunch: Span | None) -> list[Span]:
    if lunch is None:
        return list(spans)
    cut = []
    for span in spans:
        if span.start_min < lunch.start_min and lunch.end_min < span.end_min:
            cut.append(Span(span.start_min, lunch.start_min, span.state))
            cut.append(Span(lunch.end_min, span.end_min, span.state))
        else:
            cut.append(span)
    return cut


_QUARTER = 15
_STATES: list[SpanState] = ["open", "open", "open", "by_appointment", "unknown"]
_states = st.sampled_from(_STATES)


@st.composite
def _days(draw: st.DrawFn, last_quarter: int) -> Day:
    at = sorted(draw(st.lists(st.integers(5 * 4, last_quarter), min_size=2, max_size=6, unique=True)))
    pairs = zip(at[::2], at[1::2], strict=False)
    return tuple(Span(a * _QUARTER, b * _QUARTER, draw(_states)) for a, b in pairs if a * _QUARTER < DAY_MIN)


_monthly = st.builds(
    MonthlyDay,
    weekday=st.integers(5, 6),
    ordinals=st.sampled_from([(1,), (1, 3), (2, 4), (-1,)]),
    spans=st.just(()) | _days(24 * 4),
)


@st.composite
def weeks(draw: st.DrawFn) -> WeeklyHours:
    """Quarters of an hour; evenings end past midnight only where no holiday or Saturday of the month cuts into them:
    there the evaluator keeps what the evening left of the night.
    """
    overnight = draw(st.booleans())
    one = st.just(()) | _days(28 * 4 if overnight else 24 * 4) | st.just((Span(510, 990),))
    usual = st.just(draw(one))
    mo, tu, we, th, fr = (draw(usual | one) for _ in range(5))
    return WeeklyHours(
        days=(mo, tu, we, th, fr, draw(one), draw(one)),
        holidays=None if overnight else draw(st.none() | one),
        lunch=draw(st.sampled_from([None, Span(720, 780), Span(690, 750)])),
        monthly=() if overnight else tuple(draw(st.lists(_monthly, max_size=2, unique_by=lambda found: found.weekday))),
    )

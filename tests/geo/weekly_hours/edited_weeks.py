"""Weeks that an editor can show, to try things on."""

from hypothesis import strategies as st

from geo.weekly_hours.edited_week import MOST_SPANS, DayKind, EditedDay, EditedWeek
from geo.weekly_hours.week import DAY_MIN, Span

_QUARTER = 15
_KINDS: list[DayKind] = ["open", "open", "open", "closed", "by_appointment", "all_day", "unknown"]
_WEEKS = st.lists(st.sampled_from([1, 2, 3, 4, 5, -1]), max_size=4, unique=True).map(
    lambda weeks: tuple(sorted(weeks, key=lambda week: week if week > 0 else 6))
)


@st.composite
def _spans(draw: st.DrawFn, first: int, last: int) -> tuple[Span, ...]:
    at = sorted(draw(st.lists(st.integers(first, last), min_size=2, max_size=2 * MOST_SPANS, unique=True)))
    pairs = [(a * _QUARTER, b * _QUARTER) for a, b in zip(at[::2], at[1::2], strict=False)]
    kept = [Span(a, b) for a, b in pairs if a < DAY_MIN]
    return tuple(kept) or (Span(first * _QUARTER, first * _QUARTER + 60),)


@st.composite
def _days(draw: st.DrawFn, *, weekly: bool) -> EditedDay:
    kind = draw(st.sampled_from(_KINDS))
    timed = kind in ("open", "by_appointment")
    return EditedDay(
        kind=kind,
        spans=draw(_spans(0, 24 * 4)) if timed else (),
        weeks=draw(st.just(()) | _WEEKS) if weekly and kind != "closed" else (),
    )


@st.composite
def _evenings(draw: st.DrawFn) -> EditedDay:
    """The next day begins when the evening before has ended."""
    return draw(st.just(EditedDay()) | st.builds(EditedDay, kind=st.just("open"), spans=_spans(5 * 4, 28 * 4)))


@st.composite
def edited_weeks(draw: st.DrawFn) -> EditedWeek:
    """Evenings end past midnight only where neither a holiday nor a week of the month cuts into them (decision 31)."""
    if draw(st.integers(0, 4)) == 0:
        days = tuple(draw(_evenings()) for _ in range(7))
        return EditedWeek(days=days, holidays=EditedDay(kind="usual"))
    usual = st.just(draw(_days(weekly=False)))
    days = tuple(draw(usual | _days(weekly=True)) for _ in range(7))
    return EditedWeek(days=days, holidays=draw(st.just(EditedDay(kind="usual")) | _days(weekly=False)))

"""From when to when: two times, of which people often leave out whether they are before or after noon."""

from dataclasses import dataclass

from geo.hours_text.clock_words import MIDNIGHT, NOON, Clock
from geo.hours_text.scan import Token
from geo.weekly_hours.week import Span

_EARLY = 7 * 60
"""No counter opens before it unless the text says so."""
_EVENING = 15 * 60
"""Who opens then may close behind midnight."""


@dataclass(frozen=True, slots=True)
class ReadSpan:
    """`doubtful`: the times that were taken to be in the other half of the day than they are written in."""

    span: Span
    doubtful: tuple[Token, ...] = ()


def read_span(start: Token, end: Token, *, afternoon: bool, after_min: int | None) -> ReadSpan | None:
    """`afternoon`: the text says so; `after_min`: when the shift before it ended. None when they are no span."""
    opens = _clock(start)
    first, last = opens.minute, _clock(end).minute or MIDNIGHT
    doubtful: list[Token] = []
    if first == MIDNIGHT:
        first = 0
    if not opens.is_sure and first < _EARLY and not (_is_exact(start) and after_min is None):
        second_shift = after_min is not None and first < after_min <= first + NOON
        if afternoon or second_shift or (last < _EARLY + 60 and first < last):
            first += NOON
            if not afternoon:
                doubtful.append(start)
        elif first < _EARLY - 60:
            doubtful.append(start)
    if last <= first:
        last, unclear = _later(first, last, end)
        if unclear and not afternoon:
            doubtful.append(end)
    if not first < last <= first + MIDNIGHT or first == last:
        return None
    return ReadSpan(Span(first, last), tuple(doubtful))


def _later(first: int, last: int, end: Token) -> tuple[int, bool]:
    """8.30-4.30 ends in the afternoon, 18.00-02.00 behind midnight."""
    in_afternoon = last + NOON
    may_be_afternoon = not _clock(end).is_sure and first < in_afternoon <= MIDNIGHT
    if first >= _EVENING and _is_exact(end):
        may_be_afternoon = False
    if may_be_afternoon:
        return in_afternoon, True
    if first == last:
        return last, False
    # A night that begins in the morning is a slip more often than a night.
    return last + MIDNIGHT, first < _EVENING


def _is_exact(time: Token) -> bool:
    """Who writes 05.00 counts to 24."""
    return time.text.startswith("0")


def _clock(token: Token) -> Clock:
    assert token.clock is not None  # noqa: S101 - the scanner gives every time one
    return token.clock

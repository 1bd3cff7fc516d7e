"""What each schedule's id stands for, remembered between searches, and which of them are open at an instant.

Schedules are few (hundreds for 200,000 service points), are never changed, and are shared; so each is evaluated once a
minute, and a search is handed one bit for each.
"""

from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from threading import Lock
from time import time as now_s
from weakref import WeakKeyDictionary

import numpy as np
from sqlalchemy import ARRAY, Engine, Integer, bindparam, or_, select

from geo.ask import Ask, Rows
from geo.government_holidays import GovernmentCalendar
from geo.models import Calendar, Holiday, Schedule
from geo.opening_hours import BANGKOK, UNKNOWN, Hours, Opening, opening_at, state_at

REMEMBERED_MINUTES = 64
"""How many instants' openings are kept: now, and the times that people ask ahead for."""

DAY_BEGINS, DAY_ENDS = time(5), time(22)
"""The span of the day that schedules of `hours_class` 0 and 1 stay within, as the schema has it."""


@dataclass(frozen=True, slots=True)
class _Entry:
    hours: Hours
    hours_class: int


def minute_of(at: datetime | None) -> int:
    """Whole minutes since 1970 began in UTC; `at` None is now."""
    return int((now_s() if at is None else at.timestamp()) // 60)


class ScheduleBook:
    """Schedules by id, as far as known, on the calendar of one version. Never changed: a newer one takes its place."""

    def __init__(self, entries: Mapping[int, _Entry], calendar: GovernmentCalendar, calendar_version: int) -> None:
        self._entries = entries
        self._known = {None, *entries}
        self.calendar = calendar
        self.calendar_version = calendar_version
        self.highest_schedule_id = max(entries, default=0)
        self._moments: dict[int, Moment] = {}

    def knows(self, schedule_ids: Iterable[int | None]) -> bool:
        """Whether it has them all; None is nobody's."""
        return self._known.issuperset(schedule_ids)

    def hours(self, schedule_id: int | None) -> Hours:
        return UNKNOWN if schedule_id is None else self._entries[schedule_id].hours

    def entries(self) -> Iterable[tuple[int, _Entry]]:
        return self._entries.items()

    def moment(self, at: datetime | None) -> "Moment":
        """The openings of the minute that `at` lies in; None is now."""
        minute = minute_of(at)
        found = self._moments.get(minute)
        if found is None:
            if len(self._moments) >= REMEMBERED_MINUTES:
                self._moments.clear()
            found = self._moments[minute] = Moment(self, minute)
        return found

    def with_rows(self, rows: Rows) -> "ScheduleBook":
        read = {id_: _Entry(Hours.parse(expression, exceptions), rank) for id_, expression, exceptions, rank in rows}
        return ScheduleBook({**self._entries, **read}, self.calendar, self.calendar_version)

    def unknown_ids(self) -> list[int]:
        """Ids below the highest that were not there yet: their transactions may have ended since."""
        return sorted(set(range(1, self.highest_schedule_id)) - self._entries.keys())


class Moment:
    """The openings of all schedules of a book in one minute; each is evaluated when it is first asked for."""

    def __init__(self, book: ScheduleBook, minute: int) -> None:
        self.book = book
        self.minute = minute
        """As `minute_of` counts them."""
        self.at = datetime.fromtimestamp(minute * 60, BANGKOK)
        self.highest_schedule_id = book.highest_schedule_id
        self.rendered: dict[int | None, bytes] = {}
        """What a face of the search makes of schedules at this moment; its own business."""
        self._openings: dict[int | None, Opening] = {}
        self._bits: tuple[bytes, int] | None = None

    def opening(self, schedule_id: int | None) -> Opening:
        found = self._openings.get(schedule_id)
        if found is None:
            found = self._openings[schedule_id] = opening_at(self.book.hours(schedule_id), self.at, self.book.calendar)
        return found

    @property
    def open_bits(self) -> bytes:
        """Bit n, counted as PostgreSQL's `get_bit` does, is 1 where schedule n is open, or not known yet."""
        return self._evaluated()[0]

    @property
    def hours_class(self) -> int:
        """The least unusual class of hours that anything open now can have."""
        return self._evaluated()[1]

    def _evaluated(self) -> tuple[bytes, int]:
        if self._bits is None:
            bits = np.ones(self.highest_schedule_id + 1, dtype=bool)
            lowest = self._class_of_the_clock()
            for schedule_id, entry in self.book.entries():
                is_open = state_at(entry.hours, self.at, self.book.calendar) == "open"
                bits[schedule_id] = is_open
                if is_open:
                    lowest = min(lowest, entry.hours_class)
            self._bits = np.packbits(bits, bitorder="little").tobytes(), lowest
        return self._bits

    def _class_of_the_clock(self) -> int:
        if not DAY_BEGINS <= self.at.time() < DAY_ENDS:
            return 2
        return 1 if self.at.weekday() >= 5 or self.book.calendar.is_holiday(self.at.date()) else 0


def refreshed(book: ScheduleBook | None) -> Generator[Ask, Rows, ScheduleBook]:
    """The book with what the database has added since; a new one where the calendar has changed."""
    [[version]] = yield Ask(_VERSION, {})
    if book is None or book.calendar_version != version:
        calendar = GovernmentCalendar.corrected(map(tuple, (yield Ask(_CORRECTIONS, {}))))
        book = ScheduleBook(dict(book.entries()) if book else {}, calendar, version)
    values = {"highest": book.highest_schedule_id, "unknown": book.unknown_ids()}
    return book.with_rows((yield Ask(_NEWER, values)))


_CORRECTIONS = select(Holiday.day, Holiday.closed, Holiday.name_th, Holiday.name_en)
_VERSION = select(Calendar.version)
_NEWER = select(Schedule.id, Schedule.expression, Schedule.exceptions, Schedule.hours_class).where(
    or_(
        Schedule.id > bindparam("highest", type_=Integer),
        Schedule.id == bindparam("unknown", type_=ARRAY(Integer)).any_(),
    )
)

_books: WeakKeyDictionary[Engine, ScheduleBook] = WeakKeyDictionary()
_lock = Lock()


def book_of(engine: Engine) -> ScheduleBook | None:
    """What searches on this engine remember."""
    with _lock:
        return _books.get(engine)


def remember(engine: Engine, book: ScheduleBook) -> None:
    with _lock:
        _books[engine] = book

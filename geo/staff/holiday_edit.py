"""The calendar's corrections as administrators make them, each with its line in the audit log."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy.orm import Session

from geo import calendar
from geo.models import Holiday
from geo.staff.audit import Doer, Subject, record


def add_holiday(  # noqa: PLR0913, PLR0917 - a correction has so many parts
    session: Session, doer: Doer, day: date, name_th: str, name_en: str | None, source: str
) -> None:
    """As `geo.calendar.add_holiday`. Raises: InvalidQuery."""
    with _logged(session, doer, "holiday.add", day):
        calendar.add_holiday(session, day, name_th, name_en, source)


def remove_holiday(session: Session, doer: Doer, day: date, source: str) -> None:
    """As `geo.calendar.remove_holiday`. Raises: InvalidQuery."""
    with _logged(session, doer, "holiday.remove", day):
        calendar.remove_holiday(session, day, source)


def reset_holiday(session: Session, doer: Doer, day: date) -> None:
    """As `geo.calendar.reset_holiday`. Raises: NotFound."""
    with _logged(session, doer, "holiday.reset", day):
        calendar.reset_holiday(session, day)


@contextmanager
def _logged(session: Session, doer: Doer, action: str, day: date) -> Iterator[None]:
    before = _state(session, day)
    yield
    after = _state(session, day)
    name = f"{(after or before or {})['name_th']} {day.isoformat()}"
    record(session, doer, action, Subject("holiday", day.isoformat(), name), before=before, after=after)


def _state(session: Session, day: date) -> dict[str, object] | None:
    """What was decided about the day; None: nothing."""
    holiday = session.get(Holiday, day, populate_existing=True)
    if holiday is None:
        return None
    return {
        "closed": holiday.closed,
        "name_th": holiday.name_th,
        "name_en": holiday.name_en,
        "source": holiday.source,
    }

"""The calendar of the Thai state as administrators correct it: days on which offices close, or work, by decision.

The computed calendar knows what was announced when its library was made; the cabinet goes on deciding.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, extract, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geo.errors import InvalidQuery, NotFound
from geo.government_holidays import COMPUTED, GovernmentCalendar, computed_name
from geo.models import Holiday
from geo.words import N_, Name


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialDay:
    """A day without work or, with `closed` false, one that was taken off the calendar; `source` None: computed."""

    day: date
    closed: bool
    name: Name
    source: str | None


def find_calendar(session: Session) -> GovernmentCalendar:
    """The computed calendar with every correction."""
    return GovernmentCalendar.corrected(
        session.execute(select(Holiday.day, Holiday.closed, Holiday.name_th, Holiday.name_en))
    )


def list_holidays(session: Session, year: int) -> list[SpecialDay]:
    """The closures of a year (Common Era) and the days taken off its calendar, in order."""
    rows = session.scalars(select(Holiday).where(extract("year", Holiday.day) == year)).all()
    computed = {day: computed_name(day) for day in COMPUTED.holidays((year,))}
    days = {day: SpecialDay(day=day, closed=True, name=name, source=None) for day, name in computed.items() if name}
    for row in rows:
        name = Name(row.name_th, row.name_en)
        days[row.day] = SpecialDay(day=row.day, closed=row.closed, name=name, source=row.source)
    return [days[day] for day in sorted(days)]


def add_holiday(session: Session, day: date, name_th: str, name_en: str | None, source: str) -> None:
    """Offices are closed on `day`; also gives a computed closure another name. Raises: InvalidQuery."""
    name = Name(name_th.strip(), (name_en or "").strip() or None)
    if not name.th:
        raise InvalidQuery(N_("A holiday needs a name in Thai."), field="name_th")
    _write(session, day, closed=True, name=name, source=source)


def remove_holiday(session: Session, day: date, source: str) -> None:
    """Offices work on `day`. Raises: InvalidQuery when they would anyway."""
    calendar = find_calendar(session)
    name_th = calendar.name(day, "th")
    if name_th is None:
        raise InvalidQuery(N_("{day} is no holiday of the state: offices work anyway."), field="day", day=day)
    _write(session, day, closed=False, name=Name(name_th, calendar.name(day, "en")), source=source)


def reset_holiday(session: Session, day: date) -> None:
    """Nothing but the computed calendar decides about `day`. Raises: NotFound when that is so already."""
    deleted = session.scalar(delete(Holiday).where(Holiday.day == day).returning(Holiday.day))
    if deleted is None:
        raise NotFound(N_("Nobody has added or removed {day}."), field="day", day=day)


def _write(session: Session, day: date, *, closed: bool, name: Name, source: str) -> None:
    source = source.strip()
    if not source:
        raise InvalidQuery(N_("Say who decided it, such as a cabinet resolution and its date."), field="source")
    values = {"closed": closed, "name_th": name.th, "name_en": name.en, "source": source}
    statement = insert(Holiday).values(day=day, **values)
    session.execute(
        statement.on_conflict_do_update(index_elements=[Holiday.day], set_=values | {"changed_at": func.now()})
    )

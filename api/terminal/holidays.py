"""`pakmud holidays`: the calendar that opening hours are reckoned with, and what was decided about it since."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from sqlalchemy.orm import Session

from api.pages.dates import date_in_words, weekday
from api.terminal.ingest import ready_database
from geo.calendar import SpecialDay, list_holidays
from geo.calendar_dates import parse_date, parse_year
from geo.opening_hours import BANGKOK
from geo.settings import Settings
from geo.staff.audit import AT_THE_TERMINAL
from geo.staff.holiday_edit import add_holiday, remove_holiday, reset_holiday
from geo.words import N_, translate

app = typer.Typer(no_args_is_help=True, help="The days on which offices are closed: list, add, remove.")

Day = Annotated[str, typer.Argument(metavar="DATE", help="such as 2026-12-31, 31/12/2569 or ๓๑/๑๒/๒๕๖๙")]
Source = Annotated[str, typer.Option(help="who decided it and when, such as a cabinet resolution")]


@app.command("list")
def list_(
    year: Annotated[str | None, typer.Argument(metavar="[YEAR]", help="such as 2026 or 2569; else this year")] = None,
) -> None:
    """List the days of a year on which offices are closed, and those taken off the calendar."""
    settings = Settings()
    wanted = parse_year(year) if year else datetime.now(BANGKOK).year
    with _session(settings) as session:
        days = list_holidays(session, wanted)
    table = Table.grid(padding=(0, 2))
    for day in days:
        table.add_row(*(escape(cell) for cell in _cells(day, settings.language)))
    Console(highlight=False, soft_wrap=True).print(table)


@app.command()
def add(
    day: Day,
    name_th: Annotated[str, typer.Argument(metavar="NAME_TH", help="what the day is called, in Thai")],
    source: Source,
    name_en: Annotated[str | None, typer.Option(help="what it is called in English")] = None,
) -> None:
    """Close offices on a day, or give a holiday another name."""
    settings, parsed = Settings(), parse_date(day)
    with _session(settings) as session:
        add_holiday(session, AT_THE_TERMINAL, parsed, name_th, name_en, source)
    _say(settings, N_("Offices are closed on {day}: {name}."), parsed, name=name_th.strip())


@app.command()
def remove(day: Day, source: Source) -> None:
    """Take a holiday off the calendar: offices work."""
    settings, parsed = Settings(), parse_date(day)
    with _session(settings) as session:
        remove_holiday(session, AT_THE_TERMINAL, parsed, source)
    _say(settings, N_("Offices work on {day}."), parsed)


@app.command()
def reset(day: Day) -> None:
    """Forget what was added or removed on a day: the computed calendar counts again."""
    settings, parsed = Settings(), parse_date(day)
    with _session(settings) as session:
        reset_holiday(session, AT_THE_TERMINAL, parsed)
    _say(settings, N_("{day} is as the computed calendar has it."), parsed)


@contextmanager
def _session(settings: Settings) -> Iterator[Session]:
    """Commits when all went well. Raises: DatabaseUnavailable."""
    with ready_database(settings) as engine, Session(engine) as session, session.begin():
        yield session


def _cells(day: SpecialDay, language: str) -> Iterator[str]:
    yield weekday(day.day, language)
    yield date_in_words(day.day, language)
    yield (
        day.name.render(language)
        if day.closed
        else translate(N_("no holiday: {name}"), language, name=day.name.render(language))
    )
    yield day.source or ""


def _say(settings: Settings, message: str, day: date, **values: object) -> None:
    sentence = translate(message, settings.language, day=date_in_words(day, settings.language), **values)
    Console(highlight=False, soft_wrap=True).print(escape(sentence))

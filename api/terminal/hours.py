"""`pakmud hours`: what does a text about opening hours say?"""

import sys
from datetime import date, datetime
from typing import Annotated, Literal, Self

import typer
from pydantic import BaseModel
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from geo.dates_in_words import day_and_month, weekday
from geo.government_holidays import COMPUTED
from geo.hours_in_words.days import Day, days_ahead
from geo.hours_in_words.spells import spell_in_words
from geo.hours_text.read import parse_thai_hours
from geo.hours_text.reading import HoursReading
from geo.opening_hours import BANGKOK, Hours
from geo.settings import Settings
from geo.words import N_, translate

DAYS = 14

Language = Literal["th", "en"]


class StretchShape(BaseModel):
    """A part of the text, from `start` up to `end`, counted in characters."""

    start: int
    end: int
    text: str


class QuestionShape(StretchShape):
    question: str


class ServiceShape(StretchShape):
    name: str
    expression: str


class DayShape(BaseModel):
    """`hours` empty: closed all day."""

    date: date
    hours: list[str]
    holiday: str | None

    @classmethod
    def of(cls, day: Day, language: str) -> Self:
        return cls(
            date=day.date,
            hours=[spell_in_words(spell, language) for spell in day.spells],
            holiday=COMPUTED.name(day.date, language),
        )


class ReadingShape(BaseModel):
    text: str
    expression: str | None
    complete: bool
    understood: list[str]
    leftovers: list[StretchShape]
    questions: list[QuestionShape]
    services: list[ServiceShape]
    days: list[DayShape]


def hours(
    text: Annotated[list[str], typer.Argument(help="opening hours as people write them, or in OSM's syntax")],
    json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
    language: Annotated[Language | None, typer.Option(help="instead of PAKMUD_LANGUAGE")] = None,
) -> None:
    """What was understood of opening hours, and the next 14 days by the computed calendar of holidays."""
    reading, now = parse_thai_hours(" ".join(text)), datetime.now(BANGKOK)
    shape = _shape(reading, now, language or Settings().language)
    if json:
        sys.stdout.write(shape.model_dump_json(indent=2) + "\n")
    else:
        _print(Console(highlight=False, soft_wrap=True), shape, language or Settings().language)


def _shape(reading: HoursReading, now: datetime, language: str) -> ReadingShape:
    text = reading.text
    return ReadingShape(
        text=text,
        expression=reading.expression,
        complete=reading.is_complete,
        understood=reading.understood(language, now),
        leftovers=[StretchShape(start=one.start, end=one.end, text=one.text) for one in reading.leftovers],
        questions=[
            QuestionShape(
                start=one.start, end=one.end, text=text[one.start : one.end], question=one.sentence.render(language)
            )
            for one in reading.questions
        ],
        services=[
            ServiceShape(
                start=one.start, end=one.end, text=text[one.start : one.end], name=one.name, expression=one.expression
            )
            for one in reading.services
        ],
        days=[DayShape.of(day, language) for day in days_ahead(Hours(reading.expression), now, days=DAYS)],
    )


def _print(console: Console, shape: ReadingShape, language: str) -> None:
    console.print(_marked(shape))
    for line in shape.understood:
        console.print(escape(f"  {line}"))
    for question in shape.questions:
        console.print(escape(f"? {question.question}"))
    if shape.leftovers:
        texts = ", ".join(f"'{one.text}'" for one in shape.leftovers)
        console.print(escape(translate(N_("Not understood: {texts}"), language, texts=texts)))
    if shape.expression is None:
        console.print(escape(translate(N_("The text does not say when the office is open."), language)))
        return
    console.print(f"\n{escape(shape.expression)}\n")
    table = Table.grid(padding=(0, 2))
    for _column in range(4):
        table.add_column(overflow="fold")
    for day in shape.days:
        held = ", ".join(day.hours) or translate(N_("closed"), language)
        names = weekday(day.date, language), day_and_month(day.date, language), held, day.holiday or ""
        table.add_row(*(escape(cell) for cell in names))
    console.print(table)


def _marked(shape: ReadingShape) -> str:
    """The text with what was not understood in brackets, and in red where there are colours."""
    marked, done = [], 0
    for one in shape.leftovers:
        marked.append(escape(shape.text[done : one.start]) + f"[bold red]{escape(f'⟦{one.text}⟧')}[/]")
        done = one.end
    return "".join(marked) + escape(shape.text[done:])

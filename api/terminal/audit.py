"""`pakmud audit`: what is likely wrong in the data that staff look after, as work for them."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from sqlalchemy.orm import Session

from api.terminal.ingest import ready_database
from api.terminal.progress import progress_bar
from geo.pins.audit import AuditedFinding, AuditQuestion, audit_pins, count_pins
from geo.pins.audit_record import COLUMNS, audit_record
from geo.pins.finding import KINDS, parse_kind
from geo.pins.stated_area import has_outlines
from geo.settings import Settings
from geo.words import N_, Name, translate
from ingest.export import WRITERS
from ingest.files.open_file import open_to_write
from ingest.files.write_csv import write_csv
from ingest.row import FileRefused

app = typer.Typer(no_args_is_help=True, help="What is likely wrong in the data, and what to do about it.")

SOMETHING_FOUND = 1

_LISTED = 20
"""Findings, agencies and provinces that are shown in a table; files have all."""


class AuditFormat(StrEnum):
    table = "table"
    csv = "csv"
    xlsx = "xlsx"
    geojson = "geojson"
    json = "json"


@app.callback()
def audit() -> None:
    """What is likely wrong in the data, and what to do about it."""


@app.command()
def pins(
    agency: Annotated[str | None, typer.Option(metavar="CODE", help="only this agency and all below it")] = None,
    area: Annotated[
        str | None,
        typer.Option(metavar="CODE", help="only what is stated to be in this province, district, subdistrict"),
    ] = None,
    kind: Annotated[
        list[str] | None, typer.Option(metavar="KIND", help=f"only these kinds of findings: {', '.join(KINDS)}")
    ] = None,
    form: Annotated[
        AuditFormat | None, typer.Option("--format", help="as the name of the file ends; without a file a table")
    ] = None,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="without it, on the screen")] = None,
) -> None:
    """Find pins that are likely wrong, and service points that lack something. Exit code 1: something was found."""
    settings = Settings()
    form = form or _form_of(output)
    question = AuditQuestion(
        agency_code=agency,
        area_code=area,
        kinds=frozenset(map(parse_kind, kind or ())),
        confirm_within=timedelta(days=settings.pin_confirm_days),
    )
    with ready_database(settings) as engine, Session(engine) as session:
        count, drawn = count_pins(session, question), has_outlines(session)
        with progress_bar(settings.language) as tell:
            found = audit_pins(session, question, tell)
    _write(found, form, output, settings.language)
    _summarise(found, count, drawn=drawn, language=settings.language, on_screen=form is AuditFormat.table)
    if found:
        raise typer.Exit(SOMETHING_FOUND)


def _form_of(output: Path | None) -> AuditFormat:
    """Raises: FileRefused."""
    if output is None:
        return AuditFormat.table
    ending = output.suffix.lower().removeprefix(".")
    if ending not in set(AuditFormat) - {AuditFormat.table}:
        endings = ", ".join(f".{form}" for form in AuditFormat if form is not AuditFormat.table)
        message = N_("{file} cannot be written: its name must end in one of {formats}.")
        raise FileRefused(message, file=output.name, formats=endings)
    return AuditFormat(ending)


def _write(found: Sequence[AuditedFinding], form: AuditFormat, output: Path | None, language: str) -> None:
    records = map(audit_record, found)
    if form is AuditFormat.table:
        _print_table(found[:_LISTED], language)
    elif output is not None:
        with open_to_write(output) as stream:
            if form is AuditFormat.json:
                stream.write(_json(records))
            else:
                WRITERS[f".{form}"](stream, COLUMNS, records)
    elif form is AuditFormat.csv:
        write_csv(sys.stdout.buffer, COLUMNS, records)
    elif form is AuditFormat.json:
        sys.stdout.write(_json(records).decode())
    else:
        raise FileRefused(N_("'--format {form}' needs '--output FILE'."), form=form.value)


def _json(records: Iterable[tuple[object, ...]]) -> bytes:
    objects = [dict(zip(COLUMNS, record, strict=True)) for record in records]
    return orjson.dumps(objects, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _print_table(found: Sequence[AuditedFinding], language: str) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for one in found:
        console.print(f"[bold]{escape(one.code)}[/] {escape(one.name.render(language))}")
        console.print(f"  [red]✗[/] {escape(one.finding.sentence.render(language))}")
        console.print(f"  [green]→[/] {escape(one.finding.remedy.sentence.render(language))}")


def _summarise(found: Sequence[AuditedFinding], count: int, *, drawn: bool, language: str, on_screen: bool) -> None:
    """On standard error where the screen may go into a file."""
    console = Console(stderr=not on_screen, highlight=False, soft_wrap=True)

    def say(message: str, **values: object) -> None:
        console.print(escape(translate(message, language, **values)))

    if on_screen and len(found) > _LISTED:
        say(N_("... and {count} more: '--output FILE' writes all."), count=f"{len(found) - _LISTED:,}")
    points = len({one.code for one in found})
    say(
        N_("{findings} findings at {points} of {count} service points."),
        findings=f"{len(found):,}",
        points=f"{points:,}",
        count=f"{count:,}",
    )
    for heading, counted in _counts(found, language):
        table = Table(title=translate(heading, language), title_justify="left", box=None, show_header=False)
        for name, number in counted.most_common(_LISTED):
            table.add_row(f"{number:,}", escape(name))
        if counted:
            console.print(table)
    if not drawn:
        say(N_("No outlines of areas are loaded: which pins lie in the wrong area cannot be told."))
        say(N_("'pakmud ingest boundaries' loads them."))


def _counts(found: Sequence[AuditedFinding], language: str) -> Iterator[tuple[str, Counter[str]]]:
    def named(name: Name | None) -> str:
        return translate(N_("(not stated)"), language) if name is None else name.render(language)

    yield N_("By kind"), Counter(translate(KINDS[one.finding.kind].name, language) for one in found)
    yield N_("By agency"), Counter(named(one.agency) for one in found)
    yield N_("By province"), Counter(named(one.province) for one in found)

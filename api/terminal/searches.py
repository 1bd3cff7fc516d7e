"""`pakmud searches`: what people looked for and did not find."""

import sys
from typing import Annotated

import typer
from pydantic import TypeAdapter
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from sqlalchemy.orm import Session

from api.terminal.ingest import ready_database
from geo.finding.unanswered import UnansweredQuery, UnansweredText, find_unanswered_searches
from geo.settings import Settings
from geo.words import N_, translate


def searches(
    limit: Annotated[int, typer.Option(help="how many at most")] = 50,
    at_least: Annotated[int, typer.Option(help="how often it must have been searched for")] = 1,
    json: Annotated[bool, typer.Option("--json", help="print as JSON")] = False,
) -> None:
    """Words that found nothing in the last 90 days, the most frequent first: candidates for common names."""
    settings = Settings()
    query = UnansweredQuery(limit=limit, at_least=at_least)
    with ready_database(settings) as engine, Session(engine) as session:
        found = find_unanswered_searches(session, query)
    if json:
        sys.stdout.write(TypeAdapter(list[UnansweredText]).dump_json(found, indent=2).decode() + "\n")
        return
    console = Console(highlight=False, soft_wrap=True)
    if not found:
        console.print(escape(translate(N_("Every search of the last 90 days found something."), settings.language)))
        return
    table = Table.grid(padding=(0, 2))
    for one in found:
        table.add_row(f"{one.count:,}", one.last_week.isoformat(), escape(one.text))
    console.print(table)

"""`pakmud find`: which procedure is meant, asked in a terminal."""

import sys
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.terminal.ingest import ready_database
from api.v1.labels import LabelShape
from api.v1.parameters import plain_text
from api.v1.procedures import FoundProcedureShape, ProcedureList
from geo.finding.catalogue import Catalogue
from geo.finding.finder import Finder, Found, Match
from geo.finding.readiness import make_all_vectors
from geo.finding.reason import REASON_NAMES
from geo.procedure_list import ProcedureQuery
from geo.settings import Settings
from geo.words import N_, translate

Language = Literal["th", "en"]


def find(
    text: Annotated[list[str], typer.Argument(help="what you need, in your own words, Thai or English")],
    limit: Annotated[int, typer.Option(help="how many at most")] = 10,
    json: Annotated[bool, typer.Option("--json", help="print what the API answers")] = False,
    language: Annotated[Language | None, typer.Option(help="instead of PAKMUD_LANGUAGE")] = None,
) -> None:
    """The procedures that a question is about, and why."""
    settings = Settings()
    spoken = language or settings.language
    query = ProcedureQuery(text=plain_text(" ".join(text)), limit=limit)
    finder = Finder(settings.embedding)
    with ready_database(settings) as engine, Session(engine) as session:
        _read_catalogue(engine, finder.catalogue, spoken)
        found = finder.find(session, query, timeout_ms=settings.search_timeout_ms)
    if json:
        sys.stdout.write(_shape(found).model_dump_json(indent=2) + "\n")
    else:
        _print(Console(highlight=False, soft_wrap=True), found, spoken)


def _read_catalogue(engine: Engine, catalogue: Catalogue, language: str) -> None:
    """Quick, but for the first time after an import: then the meaning of each text takes its 10 ms."""
    with Console(stderr=True).status(
        escape(translate(N_("Reading the names of the procedures ..."), language))
    ) as status:

        def tell(made: int, count: int) -> None:
            words = N_("Reading what procedures are about, once: {made} of {count} texts ...")
            status.update(escape(translate(words, language, made=f"{made:,}", count=f"{count:,}")))

        make_all_vectors(engine, catalogue, tell=tell)


def _shape(found: Found) -> ProcedureList:
    return ProcedureList(
        results=[FoundProcedureShape.of_match(match) for match in found.matches],
        nearest_categories=[LabelShape.of(label) for label in found.nearest_categories],
    )


def _print(console: Console, found: Found, language: str) -> None:
    if not found.matches:
        console.print(escape(translate(N_("Nothing was found."), language)))
        if found.nearest_categories:
            names = ", ".join(label.name_th for label in found.nearest_categories)
            console.print(escape(translate(N_("The nearest categories: {names}"), language, names=names)))
        return
    table = Table.grid(padding=(0, 2))
    for match in found.matches:
        title = match.procedure.title(language)
        table.add_row(escape(match.procedure.code), escape(title), escape(_why(match, language)))
    console.print(table)


def _why(match: Match, language: str) -> str:
    return f"{translate(REASON_NAMES[match.reason.part], language)}: {match.reason.text}"

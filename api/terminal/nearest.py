"""`pakmud nearest`: the main question, asked in a terminal."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from sqlalchemy.orm import Session

from api.citizen.origin import parse_position
from api.terminal.answer_table import hit_views, print_answer, write_map
from api.terminal.ingest import ready_database
from api.terminal.procedure_choice import SeveralProceduresFit, choose_procedure
from api.v1.nearest import nearest_answer
from api.v1.parameters import plain_text
from geo.coordinates import LonLat
from geo.errors import InvalidQuery
from geo.nearest import NearestQuery, find_nearest
from geo.opening_hours import BANGKOK
from geo.procedures import ProcedureName
from geo.settings import Settings
from geo.words import N_, translate

Language = Literal["th", "en"]


def nearest(  # noqa: PLR0913, PLR0917 - a command's options are its arguments
    procedure: Annotated[str, typer.Argument(help="a code, or words that fit one procedure")],
    at: Annotated[str, typer.Option(metavar="LAT,LON", help="where you are, such as 13.1492,100.8085")],
    limit: Annotated[int, typer.Option(help="how many at most")] = 10,
    json: Annotated[bool, typer.Option("--json", help="print what the API answers")] = False,
    map_file: Annotated[Path | None, typer.Option("--map", metavar="FILE.html", help="draw a map into a file")] = None,
    language: Annotated[Language | None, typer.Option(help="instead of PAKMUD_LANGUAGE")] = None,
) -> None:
    """The nearest service points that offer a procedure."""
    settings = Settings()
    if language is not None:
        settings = settings.model_copy(update={"language": language})
    origin = parse_origin(at)
    now = datetime.now(BANGKOK)
    with ready_database(settings) as engine, Session(engine) as session:
        chosen = _choose(session, procedure, settings.language)
        query = NearestQuery(origin=origin, procedure_id=chosen.id, limit=limit)
        answer = find_nearest(session, query, timeout_ms=settings.search_timeout_ms)
        hits = hit_views(session, answer.hits, at=now, language=settings.language)
    title = _title(origin, chosen, settings.language)
    if json:
        sys.stdout.write(nearest_answer(query, chosen, answer, at=now).model_dump_json(indent=2) + "\n")
    else:
        print_answer(Console(highlight=False), title, hits, settings.language)
    if map_file is not None:
        write_map(map_file, origin, title, hits, settings=settings)
        note = translate(N_("The map is in {file}."), settings.language, file=map_file)
        Console(stderr=True, highlight=False, soft_wrap=True).print(escape(note))


def parse_origin(text: str) -> LonLat:
    """'13.1492,100.8085', with Thai digits or a space as well. Raises: InvalidQuery."""
    parts = text.replace(",", " ").split()
    if len(parts) != 2:
        raise InvalidQuery(N_("'--at' must be LAT,LON, such as 13.1492,100.8085."), field="at")
    return parse_position(parts[0], parts[1])


def _choose(session: Session, text: str, language: str) -> ProcedureName:
    """Lists what a text may mean before it is refused."""
    try:
        return choose_procedure(session, plain_text(text))
    except SeveralProceduresFit as error:
        table = Table.grid(padding=(0, 2))
        for candidate in error.candidates:
            table.add_row(escape(candidate.code), escape(candidate.title(language)))
        Console(stderr=True, highlight=False).print(table)
        raise


def _title(origin: LonLat, procedure: ProcedureName, language: str) -> str:
    place = f"{origin.lat:.4f}, {origin.lon:.4f}"
    message = N_("Nearest for {procedure} from {place}")
    return translate(message, language, procedure=procedure.title(language), place=place)

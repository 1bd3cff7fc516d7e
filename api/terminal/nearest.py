"""`pakmud nearest`: the main question, asked in a terminal."""

import sys
from dataclasses import fields, replace
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.markup import escape
from sqlalchemy.orm import Session

from api.citizen.answer.hit_groups import find_firsts, nearest_in_words
from api.citizen.answer.hits import find_hit_views
from api.citizen.procedure.jurisdiction import LABELS
from api.citizen.procedure.only_in import find_only_in
from api.terminal.answer_table import print_answer, write_map
from api.terminal.ingest import ready_database
from api.terminal.nearest_batch import BatchOption, OutputOption, PerRowOption, answer_file, refuse_with_batch
from api.terminal.nearest_options import (
    AccessibleOption,
    AfterOption,
    AgencyOption,
    AreaOption,
    GeccOption,
    HomeOption,
    LanguagesOption,
    NameOption,
    NoCopyOption,
    OpenOption,
    TypeOption,
    WhenOption,
    WithinOption,
    chosen_filters,
    find_home_told,
    parse_when,
)
from api.terminal.procedure_choice import choose_procedure_told
from api.v1.nearest_answer import nearest_answer
from api.v1.parameters import plain_text
from geo.areas import find_area_chain
from geo.coordinate_forms.parse_position import parse_position
from geo.coordinates import LonLat
from geo.nearest.chosen_filters import find_filters
from geo.nearest.question import NearestQuery
from geo.nearest.search import Answer, find_nearest
from geo.procedure_head import ProcedureHead, find_procedure_head
from geo.procedure_list import ProcedureName
from geo.settings import Settings
from geo.words import N_, translate

Language = Literal["th", "en"]


def nearest(  # noqa: PLR0913, PLR0917 - a command's options are its arguments
    procedure: Annotated[str | None, typer.Argument(help="a code, or words that fit one procedure")] = None,
    at: Annotated[
        str | None, typer.Option(metavar="LAT,LON", help="where you are, in any form: 13.1492,100.8085")
    ] = None,
    limit: Annotated[int, typer.Option(help="how many at most")] = 10,
    open_only: OpenOption = False,
    when: WhenOption = None,
    within: WithinOption = None,
    home: HomeOption = None,
    agency: AgencyOption = "",
    type_: TypeOption = "",
    gecc: GeccOption = "",
    no_copy: NoCopyOption = False,
    accessible: AccessibleOption = False,
    language_spoken: LanguagesOption = None,
    area: AreaOption = "",
    name: NameOption = "",
    after: AfterOption = None,
    json: Annotated[bool, typer.Option("--json", help="print what the API answers")] = False,
    map_file: Annotated[Path | None, typer.Option("--map", metavar="FILE.html", help="draw a map into a file")] = None,
    language: Annotated[Language | None, typer.Option(help="instead of PAKMUD_LANGUAGE")] = None,
    batch: BatchOption = None,
    output: OutputOption = None,
    per_row: PerRowOption = 1,
) -> None:
    """The nearest service points that offer a procedure."""
    settings = Settings()
    if language is not None:
        settings = settings.model_copy(update={"language": language})
    instant = parse_when(when)
    filters = chosen_filters(
        agency=agency,
        type_=type_,
        gecc=gecc,
        no_copy=no_copy,
        accessible=accessible,
        languages=language_spoken,
        area=area,
        name=name,
    )
    if batch is not None:
        flags: dict[str, object] = {"--at": at, "--open": open_only, "--within": within, "--home": home}
        flags |= {"--after": after, "--json": json, "--map": map_file}
        refuse_with_batch({**flags, **{f"--{field.name}": getattr(filters, field.name) for field in fields(filters)}})
        code = "" if procedure is None else _code(settings, procedure)
        raise typer.Exit(answer_file(settings, batch, procedure=code, output=output, per_row=per_row, at=instant))
    origin, procedure = parse_position(at or "", field="at").position, procedure or ""
    with ready_database(settings) as engine, Session(engine) as session:
        chosen = choose_procedure_told(session, plain_text(procedure), settings)
        head = find_procedure_head(session, chosen.code)
        lives = find_home_told(session, home, head, settings.language)
        query = NearestQuery(
            origin=origin,
            procedure_id=chosen.id,
            filters=find_filters(session, filters),
            open_only=open_only,
            at=instant,
            within_m=None if within is None else within * 1000,
            home=lives and lives.deciding,
            limit=limit,
        )
        query = query if after is None else replace(query, after=query.place(after))
        answer = find_nearest(session, query, timeout_ms=settings.search_timeout_ms)
        chain = find_area_chain(session, lives.code) if lives else None
        refused = _refused(session, head, settings.language) if lives and not lives.served else None
        notes = [] if json else _notes(session, query, answer, head, settings)
        hits = find_hit_views(session, query, answer, head, language=settings.language)
    title = _title(origin, chosen, settings.language)
    if json:
        shape = nearest_answer(query, head, answer, chain, served=lives.served if lives else None)
        sys.stdout.write(shape.model_dump_json(indent=2) + "\n")
    else:
        print_answer(
            Console(highlight=False),
            title,
            hits,
            query,
            settings.language,
            refused=refused,
            notes=notes,
            following=answer.next,
        )
    if map_file is not None:
        write_map(map_file, origin, title, hits, settings=settings)
        note = translate(N_("The map is in {file}."), settings.language, file=map_file)
        Console(stderr=True, highlight=False, soft_wrap=True).print(escape(note))


def _code(settings: Settings, text: str) -> str:
    with ready_database(settings) as engine, Session(engine) as session:
        return choose_procedure_told(session, plain_text(text), settings).code


def _refused(session: Session, head: ProcedureHead, language: str) -> str:
    """Of a home that lies in none of the areas where the procedure can be had."""
    only_in = find_only_in(session, head, language)
    sentence = translate(N_("This cannot be had for the area you gave."), language)
    return f"{sentence} {only_in.line}" if only_in else sentence


def _notes(session: Session, query: NearestQuery, answer: Answer, head: ProcedureHead, settings: Settings) -> list[str]:
    """That it depends on a home which was not given; that the nearest does not serve the one that was."""
    if head.level is not None and query.home is None:
        message = N_("Who may serve you depends on the area of this: {what}. Give it with --home.")
        what = translate(LABELS[head.jurisdiction_of], settings.language)
        return [translate(message, settings.language, what=what)]
    if query.home is None or not query.home.served or query.after is not None or not answer.hits:
        return []
    firsts = find_firsts(session, query, answer, timeout_ms=settings.search_timeout_ms)
    note = nearest_in_words(firsts, settings.language, is_narrowed=bool(query.conditions()))
    return [note] if note else []


def _title(origin: LonLat, procedure: ProcedureName, language: str) -> str:
    place = f"{origin.lat:.4f}, {origin.lon:.4f}"
    message = N_("Nearest for {procedure} from {place}")
    return translate(message, language, procedure=procedure.title(language), place=place)

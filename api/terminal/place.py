"""`pakmud place`: where is that?"""

import sys
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from sqlalchemy.orm import Session

from api.citizen.answer.distances import distance_in_words
from api.citizen.service_point.addresses import areas_in_words
from api.terminal.ingest import ready_database
from api.v1.parameters import plain_text
from api.v1.places import place_list
from geo.coordinate_forms.parse_position import parse_position
from geo.places.find_places import PlaceQuery, find_places
from geo.places.place_hit import PlaceHit
from geo.settings import Settings
from geo.words import N_, translate

Language = Literal["th", "en"]

KINDS = {
    "province": N_("province"),
    "district": N_("district"),
    "subdistrict": N_("subdistrict"),
    "service_point": N_("service point"),
    "position": N_("position"),
}


def place(
    text: Annotated[str, typer.Argument(help="names, a postcode, a code, or a position in any form")],
    near: Annotated[str | None, typer.Option(metavar="LAT,LON", help="where you are: puts near ones first")] = None,
    limit: Annotated[int, typer.Option(help="how many at most")] = 10,
    json: Annotated[bool, typer.Option("--json", help="print what the API answers")] = False,
    language: Annotated[Language | None, typer.Option(help="instead of PAKMUD_LANGUAGE")] = None,
) -> None:
    """Places that a text may mean."""
    settings = Settings()
    if language is not None:
        settings = settings.model_copy(update={"language": language})
    origin = None if near is None else parse_position(near, field="near").position
    query = PlaceQuery(text=plain_text(text), near=origin, limit=limit)
    with ready_database(settings) as engine, Session(engine) as session:
        hits = find_places(session, query, timeout_ms=settings.search_timeout_ms)
    if json:
        sys.stdout.write(place_list(hits).model_dump_json(indent=2) + "\n")
    else:
        _print(Console(highlight=False), text, hits, settings.language)


def _print(console: Console, text: str, hits: list[PlaceHit], language: str) -> None:
    if not hits:
        console.print(escape(translate(N_("No place is called '{text}', or nearly so."), language, text=text)))
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in (N_("Code"), N_("Place"), N_("Kind"), N_("In"), N_("Position"), N_("Distance")):
        table.add_column(translate(heading, language), overflow="fold")
    for hit in hits:
        table.add_row(*(escape(cell) for cell in _cells(hit, language)))
    console.print(table)


def _cells(hit: PlaceHit, language: str) -> tuple[str, ...]:
    name = hit.name(language)
    if hit.abolished is not None:
        old = hit.abolished.name_th if language == "th" or not hit.abolished.name_en else hit.abolished.name_en
        name = translate(
            N_("{name} (in place of {old}, {code})"), language, name=name, old=old, code=hit.abolished.code
        )
    numbers = "" if hit.position is None else f"{hit.position.lat:.5f}, {hit.position.lon:.5f}"
    distance = "" if hit.distance_m is None else distance_in_words(hit.distance_m, language)
    areas = areas_in_words(hit.areas, language)
    return hit.code or "", name, translate(KINDS[hit.kind], language), areas, numbers, distance

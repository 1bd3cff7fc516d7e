"""`pakmud matrix`: every area's nearest service point and how far it is, for those who plan offices."""

import math
import statistics
import sys
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from sqlalchemy.orm import Session

from api.terminal.ingest import ready_database
from api.terminal.procedure_choice import choose_procedure_told
from api.v1.parameters import plain_text
from geo.nearest.batch_question import BatchHit
from geo.nearest.matrix import AreaReach, find_matrix, tells_competence
from geo.procedure_head import find_procedure_head
from geo.settings import Settings
from geo.words import N_, translate
from ingest.export import WRITERS
from ingest.files.open_file import open_to_write
from ingest.files.write_csv import write_csv
from ingest.row import FileRefused

_AREA = ("area_code", "area_th", "area_en", "district_th", "district_en", "province_th", "province_en", "lat", "lon")
_OFFICE = ("code", "th", "en", "lat", "lon")
COLUMNS = (*_AREA, *(f"service_point_{name}" for name in _OFFICE), "distance_m")
COMPETENT_COLUMNS = (*(f"competent_{name}" for name in _OFFICE), "competent_distance_m")

_LISTED = 5
"""Areas without a centre that are named."""


class AreaLevel(StrEnum):
    subdistrict = "subdistrict"
    district = "district"
    province = "province"


def matrix(
    procedure: Annotated[str, typer.Argument(help="a code, or words that fit one procedure")],
    level: Annotated[AreaLevel, typer.Option(help="of the areas")] = AreaLevel.subdistrict,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help=".csv, .xlsx, .jsonl or .geojson; without it, CSV on the screen")
    ] = None,
    home_rule: Annotated[
        bool | None,
        typer.Option("--home-rule/--no-home-rule", help="also the nearest that may serve people of the area"),
    ] = None,
) -> None:
    """Every area's nearest service point for a procedure, and the distance from the area's centre."""
    settings = Settings()
    ending = ".csv" if output is None else (output.with_suffix("") if output.suffix == ".gz" else output).suffix.lower()
    if output is not None and ending not in WRITERS:
        message = N_("{file} cannot be written: its name must end in one of {formats}.")
        raise FileRefused(message, file=output.name, formats=", ".join(WRITERS))
    with ready_database(settings) as engine, Session(engine) as session:
        head = find_procedure_head(session, choose_procedure_told(session, plain_text(procedure), settings).code)
        areas = find_matrix(session, head, level.value, competent=home_rule)
    with_competent = home_rule is not False and tells_competence(head, level.value)
    _write(output, ending, areas, with_competent=with_competent)
    _summarise(areas, settings.language)


def _write(output: Path | None, ending: str, areas: Sequence[AreaReach], *, with_competent: bool) -> None:
    columns = (*COLUMNS, *COMPETENT_COLUMNS) if with_competent else COLUMNS
    records = (tuple(_record(area))[: len(columns)] for area in areas)
    if output is None:
        write_csv(sys.stdout.buffer, columns, records)
    else:
        with open_to_write(output) as stream:
            WRITERS[ending](stream, columns, records)


def _record(area: AreaReach) -> Iterator[object]:
    yield area.code
    for name in (area.name, area.district, area.province):
        yield from (None, None) if name is None else (name.th, name.en)
    yield from (None, None) if area.centre is None else (area.centre.lat, area.centre.lon)
    for hit in (area.nearest, area.competent):
        yield from _office(hit)


def _office(hit: BatchHit | None) -> Iterator[object]:
    if hit is None:
        yield from [None] * (len(_OFFICE) + 1)
    else:
        yield from (hit.code, hit.name_th, hit.name_en, hit.position.lat, hit.position.lon, round(hit.distance_m, 3))


def _summarise(areas: Sequence[AreaReach], language: str) -> None:
    """On standard error, so that the screen may go into a file."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)

    def say(message: str, **values: object) -> None:
        console.print(escape(translate(message, language, **values)))

    reached = sorted(
        ((area.nearest.distance_m, area) for area in areas if area.nearest), key=lambda one: (one[0], one[1].code)
    )
    if reached:
        distances = [distance_m for distance_m, _ in reached]
        furthest_m, furthest = reached[-1]
        say(
            N_("{areas} areas. From their centres: median {median} km, nine in ten within {ninth} km."),
            areas=f"{len(areas):,}",
            median=_km(statistics.median(distances)),
            ninth=_km(distances[math.ceil(0.9 * len(distances)) - 1]),
        )
        say(N_("Furthest: {area}, {distance} km."), area=_called(furthest, language), distance=_km(furthest_m))
    elif areas:
        say(N_("No service point offers this procedure yet."))
    unknown = [area for area in areas if area.centre is None]
    if unknown:
        say(
            N_("The centre of {count} areas is not known, so their lines are empty: {areas}"),
            count=f"{len(unknown):,}",
            areas=", ".join(_called(area, language) for area in unknown[:_LISTED])
            + (" ..." if len(unknown) > _LISTED else ""),
        )


def _called(area: AreaReach, language: str) -> str:
    names = [area.name, area.district, area.province]
    words = dict.fromkeys(name.render(language) for name in names if name is not None)
    return f"{', '.join(words)} ({area.code})"


def _km(metres: float) -> str:
    return f"{metres / 1000:,.1f}"

"""What `pakmud nearest` can be told besides what and where: a time, a home, and what to leave out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import typer
from pydantic import TypeAdapter, ValidationError
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from sqlalchemy.orm import Session

from api.citizen.service_point.addresses import areas_in_words
from api.field_errors import EXAMPLE_TIME, OURS
from api.v1.parameters import Instant, plain_text
from geo.areas import find_area_chain
from geo.coordinate_forms.parse_position import parse_position
from geo.errors import InvalidQuery
from geo.nearest.chosen_filters import ChosenFilters
from geo.nearest.competence import Home
from geo.nearest.home import AmbiguousHome, find_home
from geo.opening_hours import BANGKOK
from geo.procedure_head import ProcedureHead
from geo.thai_digits import in_arabic_digits
from geo.words import N_

OpenOption = Annotated[bool, typer.Option("--open", help="only what is open, now or at --when")]
WhenOption = Annotated[
    str | None,
    typer.Option(metavar="TIME", help="instead of now, such as 2026-11-23T10:00; without a zone: Thailand's"),
]
WithinOption = Annotated[float | None, typer.Option(metavar="KM", help="only within so many kilometres")]
HomeOption = Annotated[
    str | None,
    typer.Option(
        metavar="CODE|POSTCODE|LAT,LON",
        help="where you are registered (or the land, building, business lies): who may serve you comes first",
    ),
]
AfterOption = Annotated[
    str | None, typer.Option(metavar="CURSOR", help="go on where the page before ended, which says how")
]
AgencyOption = Annotated[str, typer.Option(metavar="CODE", help="only of this agency and all below it")]
TypeOption = Annotated[
    str, typer.Option("--type", metavar="NAME", help="only of this kind, in Thai, such as ที่ว่าการอำเภอ")
]
GeccOption = Annotated[str, typer.Option(metavar="LEVEL", help="only GECC basic, intermediate or advanced, or better")]
NoCopyOption = Annotated[bool, typer.Option("--no-copy", help="only where no paper copies are asked for")]
AccessibleOption = Annotated[bool, typer.Option("--accessible", help="only where a wheelchair is known to get in")]
LanguagesOption = Annotated[
    list[str] | None,
    typer.Option("--language-spoken", metavar="CODE", help="only where this is spoken, such as en; may be repeated"),
]
AreaOption = Annotated[str, typer.Option(metavar="CODE", help="only in this province, district or subdistrict")]
NameOption = Annotated[str, typer.Option(metavar="TEXT", help="only with this text in the name")]


def chosen_filters(  # noqa: PLR0913 - one for each option
    *,
    agency: str,
    type_: str,
    gecc: str,
    no_copy: bool,
    accessible: bool,
    languages: Sequence[str] | None,
    area: str,
    name: str,
) -> ChosenFilters:
    return ChosenFilters(
        agency=agency,
        type=plain_text(type_),
        gecc=gecc,
        no_copy=no_copy,
        accessible=accessible,
        languages=tuple(
            dict.fromkeys(code for some in languages or () for one in some.split(",") if (code := one.strip()))
        ),
        area=area,
        name=plain_text(name),
    )


def parse_when(text: str | None) -> datetime | None:
    """Raises: InvalidQuery."""
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        message = N_("'{field}' is '{value}', but must be a time such as {example}.")
        raise InvalidQuery(message, field="--when", value=text, example=EXAMPLE_TIME) from error
    try:
        return _INSTANT.validate_python(at if at.tzinfo else at.replace(tzinfo=BANGKOK))
    except ValidationError as error:
        refused = error.errors()[0]
        if refused["type"] != OURS:
            raise
        sentence = refused["ctx"]["sentence"]
        raise InvalidQuery(sentence.message, **sentence.values) from error


_INSTANT: TypeAdapter[datetime] = TypeAdapter(Instant)


def find_home_told(session: Session, given: str | None, head: ProcedureHead, language: str) -> Home | None:
    """None where none was given, or none is needed. Lists what may be meant before it refuses.

    Raises: InvalidQuery, UnknownArea.
    """
    if given is None or not head.asks_for_home:
        return None
    try:
        home = in_arabic_digits(given).strip()
        place = home if home.isdecimal() else parse_position(home, field="--home").position
        return find_home(session, place, head.level, head.area_codes)
    except AmbiguousHome as error:
        table = Table.grid(padding=(0, 2))
        for choice in error.choices:
            chain = find_area_chain(session, choice.code)
            table.add_row(escape(choice.code), escape(areas_in_words(chain, language)))
        Console(stderr=True, highlight=False).print(table)
        raise

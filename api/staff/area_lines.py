"""A list of areas: in a form one on each line, its code and its name."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from api.citizen.service_point.addresses import areas_in_words
from geo.areas import find_area_chain
from geo.errors import UnknownArea
from geo.staff.area_list import check_count, find_said_area


def area_lines(session: Session, codes: Iterable[str]) -> str:
    """'2007 อ.ศรีราชา จ.ชลบุรี' for each."""
    return "\n".join(_line(session, code, "th") for code in codes)


def areas_in_a_row(session: Session, codes: Iterable[str], language: str) -> str:
    """The same on one line."""
    return " · ".join(_line(session, code, language) for code in codes)


def area_codes_in(session: Session, text: str, field: str) -> list[str]:
    """Of the areas that are named or have their code on the lines. Raises: InvalidQuery."""
    lines = [line for line in text.splitlines() if line.strip()]
    check_count(lines, field)  # before each is looked for
    return [find_said_area(session, line, field) for line in lines]


def _line(session: Session, code: str, language: str) -> str:
    try:
        return f"{code} {areas_in_words(find_area_chain(session, code), language)}"
    except UnknownArea:
        return code

"""A list of areas that staff give: those a procedure is limited to, those an office or an agency serves."""

import re
from collections.abc import Sequence
from typing import Literal

from sqlalchemy import ARRAY, ColumnElement, Label, Text, func, select
from sqlalchemy.orm import Session

from geo.clean_text import storable
from geo.errors import InvalidQuery
from geo.models import Area, AreaServed, ServicePoint
from geo.staff.said_place import find_said_place
from geo.thai_digits import in_arabic_digits
from geo.words import N_

MOST_AREAS = 1_000
"""More than there are districts."""

Stated = Literal["own", "agency", "type", "nobody"]
"""Who says which areas a service point serves, the first that does."""


def check_area_list(session: Session, value: object, field: str) -> list[str]:
    """Codes of areas in force, each once, in the order given: a list, or codes with spaces or commas between.

    Raises: InvalidQuery.
    """
    said = value if isinstance(value, list) else re.split(r"[\s,;]+", str(value or ""))
    codes = list(dict.fromkeys(in_arabic_digits(str(one).strip()) for one in said if one))
    check_count(codes, field)
    found = {area.code: area for area in session.scalars(select(Area).where(Area.code.in_(filter(storable, codes))))}
    for code in codes:
        area = found.get(code)
        if area is None:
            message = N_("No province, district or subdistrict has the code '{code}'.")
            raise InvalidQuery(message, field=field, code=code)
        if area.abolished_on is not None:
            message = N_("The area with the code '{code}' is abolished; what took its place: {successors}.")
            successors = ", ".join(area.successor_codes) or "–"
            raise InvalidQuery(message, field=field, code=code, successors=successors)
    return codes


def check_count(areas: Sequence[str], field: str) -> None:
    """Raises: InvalidQuery for more areas than anybody needs."""
    if len(areas) > MOST_AREAS:
        raise InvalidQuery(N_("These are more than {limit}."), field=field, limit=MOST_AREAS)


def find_said_area(session: Session, text: str, field: str) -> str:
    """The code in '2007 จ.ชลบุรี อ.ศรีราชา', or of the area of this name. Raises: InvalidQuery where it is none's."""
    first = in_arabic_digits(text.strip()).partition(" ")[0]
    if first.isdigit():
        return first
    code = find_said_place(session, text, field).area_code
    if code is None:
        raise InvalidQuery(N_("'{text}' is no subdistrict, district or province."), field=field, text=text.strip())
    return code


def areas_served_where(theirs: ColumnElement[bool]) -> Label[Sequence[str]]:
    """A column `areas_served` of the codes in order, of one owner each row."""
    codes = select(AreaServed.area_code).where(theirs).order_by(AreaServed.area_code).scalar_subquery()
    return func.array(codes, type_=ARRAY(Text)).label("areas_served")


def who_states_areas(session: Session, point: ServicePoint) -> Stated:
    """Where `point.serves` comes from."""
    if point.areas_served:
        return "own"
    of_agency = select(func.count()).select_from(AreaServed).where(AreaServed.agency_id == point.agency_id)
    if session.scalar(of_agency):
        return "agency"
    return "nobody" if point.serves is None else "type"

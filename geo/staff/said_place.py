"""Where a new service point is to be, as somebody says it: a coordinate, or the name of an area."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo.coordinates import LonLat
from geo.errors import InvalidQuery
from geo.places.find_places import PlaceQuery, find_places
from geo.thai_digits import in_arabic_digits
from geo.words import N_

_AREAS = ("province", "district", "subdistrict")


@dataclass(frozen=True, slots=True)
class SaidPlace:
    """`area_code`: the smallest area it is known to be in. `position` only where it was said itself."""

    position: LonLat | None
    area_code: str | None


def find_said_place(session: Session, text: str, field: str) -> SaidPlace:
    """Raises: InvalidQuery where it is neither."""
    if not text.strip():
        return SaidPlace(None, None)
    try:
        hits = [hit for hit in find_places(session, PlaceQuery(text=text)) if hit.kind in (*_AREAS, "position")]
    except InvalidQuery as error:
        error.field = field
        raise
    if not hits:
        message = N_("'{text}' is no subdistrict, district or province, and no coordinate.")
        raise InvalidQuery(message, field=field, text=text)
    hit = hits[0]
    if hit.kind == "position":
        return SaidPlace(hit.position, hit.areas[-1].code if hit.areas else None)
    return SaidPlace(None, hit.code)


def find_said_subdistrict(session: Session, text: str, field: str) -> str:
    """The code, from the code itself or from words such as 'ต.ท่าเทววงษ์ อ.เกาะสีชัง'; empty for empty.

    Raises: InvalidQuery where the words name no subdistrict.
    """
    first = in_arabic_digits(text.strip()).partition(" ")[0]
    if not first or first.isdigit():
        return first
    code = find_said_place(session, text, field).area_code
    if code is None or len(code) < 6:
        raise InvalidQuery(N_("'{text}' is not a subdistrict."), field=field, text=text)
    return code

"""Where the citizen says she is, and how a heading calls that place."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from api.citizen.service_point.addresses import areas_in_words
from geo.areas import find_area_centre, find_area_chain
from geo.coordinate_forms.parse_position import parse_position
from geo.coordinate_forms.typed_text import plain_signs
from geo.coordinates import LonLat
from geo.errors import InvalidQuery, UnknownPlace
from geo.places.place_at import find_place_at
from geo.words import N_, translate


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """`position` None: nobody knows where the area lies. `stands_in`: the name of the parent whose centre had to do.

    `area` is the code of the area she named or is in; where only a town near her is known, that one's.
    """

    position: LonLat | None
    name: str
    area: str | None = None
    stands_in: str | None = None


class NotANumber(InvalidQuery):
    def __init__(self, field: str) -> None:
        super().__init__(N_("'{field}' must be a number of degrees."), field=field)


def parse_fields(lat: str, lon: str) -> LonLat:
    """What stands in the two fields of a form: degrees, with minutes and seconds or without, in Thai digits too; or in
    the first a position in any form, and nothing in the second.

    Raises: InvalidQuery.
    """
    if not lon.strip():
        return parse_position(lat, field="lat").position
    try:
        # one by one: what the fields are called says which is which, so that swapped ones are not put right in silence
        return LonLat(lon=_number("lon", lon), lat=_number("lat", lat))
    except NotANumber:
        if any(character.isdigit() for character in lat) and any(character.isdigit() for character in lon):
            return parse_position(f"{lat}, {lon}", field="lat").position
        raise


def find_origin_at(session: Session, position: LonLat, language: str) -> Origin:
    """A position is called by the area that it lies in, else by the nearest one, else by its numbers."""
    try:
        place = find_place_at(session, position)
    except UnknownPlace:
        numbers = f"{position.lat:.4f}, {position.lon:.4f}"
        return Origin(position=position, name=translate(N_("the position {numbers}"), language, numbers=numbers))
    name = areas_in_words(place.areas, language)
    if place.found == "nearest":
        name = translate(N_("a place near {area}"), language, area=name)
    return Origin(position=position, name=name, area=place.areas[-1].code)


def find_origin_in(session: Session, code: str, language: str) -> Origin:
    """The centre of an area, or of the nearest parent that has one. Raises: UnknownArea."""
    chain = find_area_chain(session, code)
    name = areas_in_words(chain, language)
    for length in range(len(chain), 0, -1):
        position = find_area_centre(session, chain[length - 1].code)
        if position is not None:
            stands_in = None if length == len(chain) else areas_in_words(chain[:length], language)
            return Origin(position=position, name=name, area=code, stands_in=stands_in)
    return Origin(position=None, name=name, area=code)


def _number(field: str, text: str) -> float:
    try:
        return float(plain_signs(text))
    except ValueError:
        raise NotANumber(field) from None

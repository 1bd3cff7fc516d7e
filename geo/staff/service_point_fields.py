"""The fields of a service point that staff may fill in: what each may hold, and what the record holds now."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache

from babel import Locale
from geoalchemy2.shape import to_shape
from shapely import Point
from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.coordinate_forms.parse_position import parse_position
from geo.coordinates import LonLat
from geo.errors import InvalidQuery
from geo.hours_text.read import parse_thai_hours
from geo.models import GECC_LEVELS, POINT_LEVELS, Agency, Area, ServicePoint
from geo.opening_expression import is_expression
from geo.staff import field_checks as check
from geo.staff.area_list import check_area_list
from geo.staff.errors import FieldsRefused
from geo.words import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class PointState:
    """As the audit log, forms and programs see a service point; `agency` is a code, `position` '13.1492, 100.8085'."""

    agency: str
    name_th: str
    name_en: str | None
    type: str | None
    level: str | None
    address_th: str | None
    address_en: str | None
    subdistrict_code: str | None
    postcode: str | None
    phone: str | None
    website: str | None
    email: str | None
    registered_email: str | None
    petitions_email: str | None
    position: str | None
    opening_hours: str | None
    hours_note: str | None
    gecc_level: str
    no_copy: bool
    accessible: bool | None
    languages: list[str]
    areas_served: list[str]
    important: bool
    important_kind: str | None
    notes: str | None
    shown: bool

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


FIELDS = tuple(name for name in PointState.__dataclass_fields__ if name != "shown")
"""What a form may change; whether it is shown has a way of its own."""


def state_of(point: ServicePoint) -> PointState:
    elsewhere = ("agency", "areas_served")
    own = {name: getattr(point, name) for name in FIELDS if hasattr(ServicePoint, name) and name not in elsewhere}
    position = position_of(point)
    return PointState(
        **own,
        agency=point.agency.code,
        position=None if position is None else written(position),
        opening_hours=point.schedule.expression if point.schedule else None,
        areas_served=sorted(point.areas_served),
        shown=point.shown,
    )


def position_of(point: ServicePoint) -> LonLat | None:
    if point.location is None:
        return None
    place = to_shape(point.location)
    return LonLat(lon=place.x, lat=place.y) if isinstance(place, Point) else None


def written(position: LonLat) -> str:
    """Latitude first, to the centimetre, as people write it."""
    return ", ".join(f"{value:.7f}".rstrip("0").rstrip(".") for value in (position.lat, position.lon))


def check_point(session: Session, given: Mapping[str, object]) -> dict[str, object]:
    """Clean values: `agency` an Agency, `position` a LonLat or None. Raises: FieldsRefused."""
    faults: list[InvalidQuery] = []
    clean: dict[str, object] = {}
    with check.collected(faults):
        clean = check.check_fields(given, _CHECKS)
    with check.collected(faults):
        if "agency" in given:
            clean["agency"] = _agency(session, given["agency"])
    with check.collected(faults):
        if "subdistrict_code" in given:
            clean["subdistrict_code"] = _subdistrict(session, given["subdistrict_code"])
    with check.collected(faults):
        if "areas_served" in given:
            clean["areas_served"] = sorted(check_area_list(session, given["areas_served"], "areas_served"))
    if faults:
        raise FieldsRefused(faults)
    if clean.get("important_kind"):
        clean["important"] = True
    elif clean.get("important") is False:
        clean["important_kind"] = None
    return clean


def as_stated(value: object) -> object:
    """A clean value as `PointState` has it."""
    if isinstance(value, Agency):
        return value.code
    return written(value) if isinstance(value, LonLat) else value


def _agency(session: Session, value: object) -> Agency:
    code = check.code(value, "agency")
    found = session.scalar(select(Agency).where(Agency.code == code))
    if found is None:
        raise InvalidQuery(N_("No agency has the code '{code}'."), field="agency", code=code)
    return found


def _subdistrict(session: Session, value: object) -> str | None:
    given = check.text(200)(value, "subdistrict_code")
    if given is None:
        return None
    code = check.code(given, "subdistrict_code")
    area = session.get(Area, code)
    if area is None or area.level != "subdistrict" or area.abolished_on is not None:
        message = N_("No subdistrict has the code '{code}'.")
        raise InvalidQuery(message, field="subdistrict_code", code=code)
    return code


def _position(value: object, field: str) -> LonLat | None:
    given = check.text(500)(value, field)
    return None if given is None else parse_position(str(given), field=field).position


def _hours(value: object, field: str) -> object:
    """An expression, or hours as offices write them where nothing in them is left over or in question."""
    given = check.text(800)(value, field)
    if given is None or is_expression(str(given)):
        return given
    reading = parse_thai_hours(str(given))
    if not reading.is_certain or reading.services:
        message = N_("'{value}' cannot be read as hours without a doubt. Write them like {example} or {expression}.")
        example, expression = "จันทร์-ศุกร์ 8.30-16.30 น. เว้นวันหยุดราชการ", "Mo-Fr 08:30-16:30; PH off"
        raise InvalidQuery(message, field=field, value=given, example=example, expression=expression)
    return reading.expression


def _languages(value: object, field: str) -> list[str]:
    """Codes in the order given, each once, without Thai, which is spoken everywhere."""
    words = value if isinstance(value, list) else re.split(r"[\s,;]+", str(value or ""))
    codes = list(dict.fromkeys(str(word).casefold() for word in words if word))
    for code in codes:
        if code not in _language_codes():
            message = N_("'{value}' is not the two letters of a language (ISO 639-1), such as en or zh.")
            raise InvalidQuery(message, field=field, value=code)
    return [code for code in codes if code != "th"]


@cache
def _language_codes() -> frozenset[str]:
    return frozenset(code for code in map(str, Locale("en").languages) if len(code) == 2)


_CHECKS: Mapping[str, check.Check] = {
    "name_th": check.text(300, required=True),
    "name_en": check.text(300),
    "type": check.text(100),
    "level": check.choice(POINT_LEVELS),
    "address_th": check.text(500),
    "address_en": check.text(500),
    "postcode": check.postcode,
    "phone": check.phone,
    "website": check.website,
    "email": check.email,
    "registered_email": check.email,
    "petitions_email": check.email,
    "position": _position,
    "opening_hours": _hours,
    "hours_note": check.text(1_000),
    "gecc_level": check.choice(GECC_LEVELS, empty="none"),
    "no_copy": check.yes_or_no(empty=False),
    "accessible": check.yes_or_no(),
    "languages": _languages,
    "important": check.yes_or_no(empty=False),
    "important_kind": check.text(100),
    "notes": check.text(5_000, lines=True),
}

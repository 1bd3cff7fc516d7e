"""How a coordinate was understood, in words, with what is wrong with it: shown at once while somebody types."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import isfinite

from pyproj import Geod
from sqlalchemy.orm import Session

from api.citizen.service_point.addresses import areas_in_words
from api.staff.pins.remedies import FindingRow, finding_row, typed_numbers
from geo.areas import AreaName
from geo.coordinate_forms.parsed_position import Form, ParsedPosition
from geo.coordinates import LonLat
from geo.errors import UnknownPlace
from geo.models import ServicePoint
from geo.pins.finding import distance_words
from geo.places.place_at import find_place_at
from geo.staff.pins.edit import SET_METHODS, WORST_ACCURACY_M, CheckedPin, SetMethod
from geo.staff.service_point_fields import position_of
from geo.words import N_, Name, Sentence, translate

_EARTH = Geod(ellps="WGS84")

FORM_NAMES: Mapping[Form, str] = {
    "decimal_degrees": N_("degrees"),
    "degrees_minutes_seconds": N_("degrees, minutes and seconds"),
    "utm": N_("UTM metres"),
    "mgrs": N_("an MGRS reference"),
    "plus_code": N_("a Plus Code"),
    "geo_uri": N_("a geo: link"),
    "map_link": N_("a link from a map"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PinReading:
    """`position` as a field takes it; None where the numbers are no position before they are swapped.

    `lines` say how it was understood and where that is; `accuracy_warning` is empty where the phone knows it well.
    """

    position: str | None
    lat: str
    lon: str
    lines: tuple[str, ...]
    accuracy_warning: str
    findings: tuple[FindingRow, ...]
    may_insist: bool
    must_ask: bool
    because: str
    because_error: str


def pin_reading(  # noqa: PLR0913 - all that the form says
    session: Session,
    point: ServicePoint,
    checked: CheckedPin,
    language: str,
    *,
    method: SetMethod,
    accuracy_m: float | None,
    must_ask: bool,
    insisted: Sequence[str] = (),
    because: str = "",
    because_error: str = "",
) -> PinReading:
    """`must_ask`: whoever insists is asked by her central officer."""
    parsed = checked.typed.parsed
    position = parsed.position if parsed else None
    sentences = [*_how(parsed, method), *_where(session, point, position)]
    is_vague = method == "gps" and accuracy_m is not None and accuracy_m > WORST_ACCURACY_M
    if method == "gps" and accuracy_m is not None:
        sentences.append(Sentence(N_("Your phone says: to within {metres} m."), {"metres": round(accuracy_m)}))
    return PinReading(
        position=None if position is None else typed_numbers(position),
        lat="" if position is None else f"{position.lat:.7f}",
        lon="" if position is None else f"{position.lon:.7f}",
        lines=tuple(sentence.render(language) for sentence in sentences),
        accuracy_warning=translate(_TOO_VAGUE, language) if is_vague else "",
        findings=tuple(finding_row(point.code, one, language, insisted) for one in checked.findings),
        may_insist=bool(checked.findings) and all(one.may_insist for one in checked.findings),
        must_ask=must_ask,
        because=because,
        because_error=because_error,
    )


def method_in(text: str) -> SetMethod:
    """How the page says that the coordinate came about; whatever it does not know was typed."""
    return text if text in SET_METHODS else "typed"


def accuracy_in(text: str) -> float | None:
    try:
        metres = float(text)
    except ValueError:
        return None
    return metres if isfinite(metres) and metres >= 0 else None


_TOO_VAGUE = N_(
    "That is too far off for a door: step outside, wait a moment and try again, or correct the pin on the map."
)


def _how(parsed: ParsedPosition | None, method: SetMethod) -> list[Sentence]:
    if parsed is None:
        return []
    numbers = f"{parsed.position.lat:.6f}, {parsed.position.lon:.6f}"
    if method != "typed":
        return [Sentence(N_("The place: {numbers}"), {"numbers": numbers})]
    form = Sentence(FORM_NAMES[parsed.form])
    if parsed.datum != "WGS84":
        form = Sentence(N_("{form} on {datum}"), {"form": form, "datum": parsed.datum})
    said = [Sentence(N_("Understood as {form}: {numbers}"), {"form": form, "numbers": numbers})]
    if parsed.swapped:
        said.append(Sentence(N_("The longitude stood first: the two numbers were swapped.")))
    if parsed.size_m is not None:
        said.append(Sentence(N_("This way of writing is exact to {size}."), {"size": distance_words(parsed.size_m)}))
    return said


def _where(session: Session, point: ServicePoint, position: LonLat | None) -> list[Sentence]:
    if position is None:
        return []
    said = []
    areas: Sequence[AreaName] = ()
    with suppress(UnknownPlace):  # abroad, as the findings say
        areas = find_place_at(session, position).areas
    if areas:
        area = Name(areas_in_words(areas, "th"), areas_in_words(areas, "en"))
        said.append(Sentence(N_("It lies in {area}"), {"area": area}))
    here = position_of(point)
    if here is not None and (moved := _distance_m(here, position)) >= 0.5:
        said.append(Sentence(N_("{distance} from the pin that is saved"), {"distance": distance_words(moved)}))
    return said


def _distance_m(one: LonLat, other: LonLat) -> float:
    """On the ellipsoid, as the finding about a pin that moves far has it."""
    return float(_EARTH.inv(one.lon, one.lat, other.lon, other.lat)[2])

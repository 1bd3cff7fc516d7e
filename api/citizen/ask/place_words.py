"""A place that was found, as a page writes it, and as an address says where it is."""

from api.citizen.service_point.addresses import areas_in_words
from geo.areas import AreaName
from geo.places.place_hit import PlaceHit


def place_in_words(hit: PlaceHit, language: str) -> str:
    """'อ.ศรีราชา จ.ชลบุรี'; a service point by its name and where it is, a position by where it is and its numbers."""
    around = areas_in_words(hit.areas, language)
    if hit.kind == "position":
        return f"{around} ({hit.name_th})" if around else hit.name_th
    if hit.kind == "service_point":
        return ", ".join(part for part in (hit.name(language), around) if part)
    assert hit.code is not None, "only a position has no code"  # noqa: S101
    own = AreaName(code=hit.code, level=hit.kind, name_th=hit.name_th, name_en=hit.name_en or hit.name_th)
    return areas_in_words((*hit.areas, own), language)


def place_parts(hit: PlaceHit) -> dict[str, str]:
    """What an address has for it: `area`, or `lat` and `lon`; a service point without a pin is taken to be its area."""
    if hit.kind not in ("service_point", "position"):
        return {"area": hit.code or ""}
    if hit.position is not None:
        return {"lat": f"{hit.position.lat:.6f}", "lon": f"{hit.position.lon:.6f}"}
    return {"area": hit.areas[-1].code} if hit.areas else {}

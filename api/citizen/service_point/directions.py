"""Links that lead from a page to a map that knows the roads."""

from dataclasses import dataclass
from urllib.parse import quote

from geo.coordinates import LonLat


@dataclass(frozen=True, slots=True)
class Direction:
    """`name` is a product's own name and the same in every language, or None for whatever map the device has."""

    name: str | None
    href: str


def directions_to(position: LonLat, label: str) -> list[Direction]:
    """Only the destination is in the links: where the citizen is stays with her."""
    place = f"{position.lat:.6f},{position.lon:.6f}"
    return [
        Direction("Google Maps", f"https://www.google.com/maps/dir/?api=1&destination={quote(place)}"),
        Direction("Apple Maps", f"https://maps.apple.com/?daddr={quote(place)}"),
        Direction("OpenStreetMap", f"https://www.openstreetmap.org/directions?to={quote(place)}"),
        Direction(None, f"geo:{place}?q={place}({quote(label)})"),
    ]

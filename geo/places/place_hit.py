"""What a search for places gives, whatever it found."""

from dataclasses import dataclass
from typing import Literal

from geo.areas import AreaName
from geo.coordinates import LonLat

Kind = Literal["province", "district", "subdistrict", "service_point", "position"]

Match = Literal["exact", "spelling", "beginning", "part", "similar", "postcode", "code", "coordinate"]
"""Why a place was found: its name is the same; the same but for usual misspellings; begins with the text; holds the
text; resembles it; or the text was its postcode, its code or its coordinate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Abolished:
    """The area that the text named, in whose place the one that was found has come; `on` is an ISO date."""

    code: str
    level: str
    name_th: str
    name_en: str | None
    on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceHit:
    """`areas` are those around the place, province first, without itself. `code` is None for a bare position.

    `position` None: nobody knows where it lies. `distance_m`: on the sphere, from where the question was asked, by
    the nearest area around it where the place itself has no position; None where either is not known. `score` is 1
    where every letter of the text is accounted for.
    """

    kind: Kind
    code: str | None
    name_th: str
    name_en: str | None
    areas: tuple[AreaName, ...]
    position: LonLat | None
    match: Match
    score: float
    abolished: Abolished | None = None
    distance_m: float | None = None

    def name(self, language: str) -> str:
        return self.name_th if language == "th" or not self.name_en else self.name_en

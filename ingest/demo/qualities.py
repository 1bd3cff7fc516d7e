"""How good a made-up office is: its GECC level, whether it asks for copies, who can get in, and what it speaks."""

from dataclasses import dataclass

from ingest.demo.ground import chance, drawn
from ingest.demo.office_kinds import OfficeKind
from ingest.demo.spoken import draw_languages

_NOT_ACCESSIBLE = 0.4
"""Of the offices that are not accessible for certain; of the others nobody has said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualities:
    """As the columns of the same names."""

    gecc_level: str
    no_copy: bool
    accessible: bool | None
    languages: tuple[str, ...]


def draw_qualities(seed: int, kind: OfficeKind, code: str, province_code: str) -> Qualities:
    """Of the office with this code."""
    dice = chance(seed, "qualities", code)
    inaccessible = (1 - kind.accessible) * _NOT_ACCESSIBLE
    accessible = {"yes": kind.accessible, "no": inaccessible, "unknown": 1 - kind.accessible - inaccessible}
    return Qualities(
        gecc_level=drawn(kind.gecc, dice),
        no_copy=dice.random() < kind.no_copy,
        accessible={"yes": True, "no": False}.get(drawn(accessible, dice)),
        languages=draw_languages(kind.key, province_code, dice),
    )

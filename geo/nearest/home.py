"""Where a citizen's home is, from whatever she gave: a code of an area, a postcode, or a position."""

import re
from collections.abc import Collection, Generator
from dataclasses import dataclass

from sqlalchemy import ARRAY, Text, bindparam, select
from sqlalchemy.orm import Session

from geo.areas import LEVEL_NAMES, AreaName, areas_in_force, areas_inside, areas_with, codes_above
from geo.ask import Ask, Rows, run
from geo.coordinates import LonLat
from geo.errors import InvalidQuery, UnknownArea, UnknownPlace
from geo.models import AREA_LEVELS, Area
from geo.nearest.competence import Home
from geo.nearest.listed_areas import lies_in
from geo.places.place_at import find_place_at
from geo.words import N_, Sentence

_POSTCODE = re.compile(r"[0-9]{5}")


class AmbiguousHome(InvalidQuery):
    """What was given may be in any of `choices`, which are in the order of their codes; one of them must be chosen."""

    def __init__(self, message: str, choices: list[AreaName], **values: object) -> None:
        super().__init__(message, field="home", **values)
        self.choices = choices


def find_home(session: Session, given: str | LonLat, level: str | None, areas: Collection[str] = ()) -> Home:
    """The home as exactly as was given, at least as exact as `level`, the procedure's; abolished areas are followed.

    `level` None: any office that offers it. `areas` are codes of the only ones where the procedure can be had, those in
    force; empty: anywhere. What lies outside of all need not be more exact; what a part of lies in them must be.
    Raises: UnknownArea, InvalidQuery, AmbiguousHome.
    """
    if isinstance(given, LonLat):
        found = _areas_at(session, given)
        return run(session, _home(found, _Rule(level, areas), f"{given.lat:.4f}, {given.lon:.4f}"))
    return run(session, home_of(given, level, areas))


def home_of(given: str, level: str | None, areas: Collection[str] = ()) -> Generator[Ask, Rows, Home]:
    """The steps of `find_home` for a code or a postcode."""
    codes = yield from _areas_with_postcode(given) if _POSTCODE.fullmatch(given) else _in_force(given)
    return (yield from _home(codes, _Rule(level, areas), given))


@dataclass(frozen=True, slots=True)
class _Rule:
    """What a procedure asks of a home."""

    level: str | None
    areas: Collection[str]

    @property
    def length(self) -> int:
        """Of the code of the roughest area that tells the offices apart."""
        return 2 * (AREA_LEVELS.index(self.level) + 1) if self.level else 2

    def home(self, code: str) -> Home | None:
        """None where the area is too rough to tell who may serve it."""
        served = lies_in(code, self.areas)
        if served is False:
            return Home(code=code, level=self.level, served=False)
        return Home(code=code, level=self.level) if served and len(code) >= self.length else None

    def exact_enough(self, code: str) -> str:
        """The roughest area that holds `code` and is not too rough, else `code` itself."""
        return next((part for part in codes_above(code) if self.home(part)), code)


def _home(codes: list[str], rule: _Rule, given: str) -> Generator[Ask, Rows, Home]:
    if len(codes) == 1:
        if home := rule.home(codes[0]):
            return home
        raise (yield from _too_rough(codes[0], rule, given))
    # Several that share what the procedure asks for are no question: their common part is the home.
    shared = [part for part in codes_above(codes[0]) if all(code.startswith(part) for code in codes)]
    if home := next(filter(None, map(rule.home, shared)), None):
        return home
    choices = yield from areas_with({rule.exact_enough(code) for code in codes})
    raise AmbiguousHome(N_("'{given}' may be in several areas. Which one is it?"), choices, given=given)


def _too_rough(code: str, rule: _Rule, given: str) -> Generator[Ask, Rows, AmbiguousHome]:
    inside = yield from areas_inside(code)
    if rule.level is None or len(code) >= rule.length:
        message = N_("'{given}' is too large an area: this can be had in a part of it only. Which part of it is it?")
        return AmbiguousHome(message, inside, given=given)
    message = N_("'{given}' is too large an area: this is done at the office of the {level}. Which part of it is it?")
    return AmbiguousHome(message, inside, given=given, level=Sentence(LEVEL_NAMES[rule.level]))


def _areas_at(session: Session, position: LonLat) -> list[str]:
    """More than one on a border. What is only near is not where somebody is registered."""
    try:
        place = find_place_at(session, position)
    except UnknownPlace:
        place = None
    if place is None or place.found == "nearest":
        raise InvalidQuery(
            N_("No area is known to hold the position of the home. Give the code of its subdistrict or its postcode."),
            field="home",
        )
    return [place.areas[-1].code, *(area.code for area in place.others)]


_WITH_POSTCODE = (
    select(Area.code)
    .where(Area.postcodes.contains(bindparam("postcodes", type_=ARRAY(Text))), Area.abolished_on.is_(None))
    .order_by(Area.code)
)


def _areas_with_postcode(postcode: str) -> Generator[Ask, Rows, list[str]]:
    rows = yield Ask(_WITH_POSTCODE, {"postcodes": [postcode]})
    if not rows:
        raise InvalidQuery(N_("No area has the postcode {postcode}."), field="home", postcode=postcode)
    return [code for (code,) in rows]


def _in_force(code: str) -> Generator[Ask, Rows, list[str]]:
    """The area itself, or those that took its place."""
    try:
        return (yield from areas_in_force(code))
    except UnknownArea as error:
        error.field = "home"
        raise

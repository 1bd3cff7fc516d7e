"""Where a citizen's home is, from whatever she gave: a code of an area, a postcode, or a position."""

import re

from sqlalchemy import any_, bindparam, func, select
from sqlalchemy.orm import Session

from geo.areas import LEVEL_NAMES, AreaName, find_area_chain, find_areas
from geo.coordinates import LonLat
from geo.errors import InvalidQuery, UnknownArea, UnknownPlace
from geo.models import AREA_LEVELS, Area
from geo.nearest.competence import Home
from geo.places.place_at import find_place_at
from geo.words import N_, Sentence

_POSTCODE = re.compile(r"[0-9]{5}")


class AmbiguousHome(InvalidQuery):
    """What was given may be in any of `choices`, which are in the order of their codes; one of them must be chosen."""

    def __init__(self, message: str, choices: list[AreaName], **values: object) -> None:
        super().__init__(message, field="home", **values)
        self.choices = choices


def find_home(session: Session, given: str | LonLat, level: str) -> Home:
    """The home as exactly as was given, at least as exact as `level`, the procedure's; abolished areas are followed.

    Raises: UnknownArea, InvalidQuery, AmbiguousHome.
    """
    if isinstance(given, LonLat):
        return _home(session, _areas_at(session, given), level, f"{given.lat:.4f}, {given.lon:.4f}")
    if _POSTCODE.fullmatch(given):
        return _home(session, _areas_with_postcode(session, given), level, given)
    return _home(session, _in_force(session, given), level, given)


def _home(session: Session, codes: list[str], level: str, given: str) -> Home:
    length = 2 * (AREA_LEVELS.index(level) + 1)
    if len(codes) == 1 and len(codes[0]) >= length:
        return Home(code=codes[0], level=level)
    if len(codes) == 1:
        inside = find_areas(session, codes[0])
        message = N_(
            "'{given}' is too large an area: this is done at the office of the {level}. Which part of it is it?"
        )
        raise AmbiguousHome(message, inside, given=given, level=Sentence(LEVEL_NAMES[level]))
    # Several that share what the procedure asks for are no question: their common part is the home.
    shared = {code[:length] for code in codes if len(code) >= length}
    if len(shared) == 1 and all(len(code) >= length for code in codes):
        return Home(code=shared.pop(), level=level)
    choices = [find_area_chain(session, code)[-1] for code in sorted({code[:length] for code in codes})]
    raise AmbiguousHome(N_("'{given}' may be in several areas. Which one is it?"), choices, given=given)


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


def _areas_with_postcode(session: Session, postcode: str) -> list[str]:
    statement = (
        select(Area.code).where(any_(Area.postcodes) == postcode, Area.abolished_on.is_(None)).order_by(Area.code)
    )
    codes = list(session.scalars(statement))
    if not codes:
        raise InvalidQuery(N_("No area has the postcode {postcode}."), field="home", postcode=postcode)
    return codes


def _in_force(session: Session, code: str) -> list[str]:
    """The area itself, or those that took its place."""
    codes = session.scalar(select(func.areas_in_force(bindparam("codes", [code]))))
    if codes is None or session.scalar(select(Area.code).where(Area.code == code)) is None:
        error = UnknownArea(code)
        error.field = "home"
        raise error
    return list(codes)

"""A page of a list of service points, under the areas that they lie in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy.orm import Session

from api.citizen.service_point.addresses import AreaChains, areas_in_words
from api.pages.languages import prefix_of
from api.pages.phrase import Phrase, phrase
from geo.areas import AreaName
from geo.listed_points import ListedPoint
from geo.words import N_, translate


@dataclass(frozen=True, slots=True)
class PointRow:
    name: Phrase
    agency: Phrase
    href: str


@dataclass(frozen=True, slots=True)
class PointGroup:
    title: str
    points: tuple[PointRow, ...]


def groups_in_district(session: Session, points: Sequence[ListedPoint], language: str) -> tuple[PointGroup, ...]:
    """Under their subdistricts."""
    return _groups(session, points, lambda areas: areas[-1:], language)


def groups_by_district(session: Session, points: Sequence[ListedPoint], language: str) -> tuple[PointGroup, ...]:
    """Under their districts, each with its province."""
    return _groups(session, points, lambda areas: areas[:2], language)


def _groups(
    session: Session, points: Sequence[ListedPoint], named: Callable[[list[AreaName]], list[AreaName]], language: str
) -> tuple[PointGroup, ...]:
    chains = AreaChains(session)
    chains.find(point.subdistrict_code for point in points)

    def title(point: ListedPoint) -> str:
        areas = named(chains.of(point.subdistrict_code))
        return areas_in_words(areas, language) or translate(N_("Area not known"), language)

    return tuple(
        PointGroup(name, tuple(_row(point, language) for point in group)) for name, group in groupby(points, title)
    )


def _row(point: ListedPoint, language: str) -> PointRow:
    return PointRow(
        name=phrase(language, point.name_th, point.name_en),
        agency=phrase(language, point.agency_name_th, point.agency_name_en),
        href=f"{prefix_of(language)}/service-points/{point.code}",
    )

"""The way down to an area: all areas, its province, its district."""

from collections.abc import Sequence

from api.pages.breadcrumbs import Crumb
from api.pages.languages import prefix_of
from geo.areas import AreaName
from geo.words import N_, translate


def area_crumbs(areas: Sequence[AreaName], language: str) -> tuple[Crumb, ...]:
    """`areas` go from the province down; a subdistrict has no page of its own."""
    prefix = prefix_of(language)
    way = [Crumb(area.name(language), f"{prefix}/areas/{area.code}") for area in areas if area.level != "subdistrict"]
    return (Crumb(translate(N_("By area"), language), f"{prefix}/areas"), *way)

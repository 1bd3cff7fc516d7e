"""Province, district, subdistrict: three lists, each filled by the choice in the one before."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo.areas import AreaName, find_area_chain, find_areas


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaOption:
    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaLists:
    """What each list offers and what is chosen in it; a list without options is not shown yet."""

    provinces: tuple[AreaOption, ...]
    districts: tuple[AreaOption, ...] = ()
    subdistricts: tuple[AreaOption, ...] = ()
    province: str = ""
    district: str = ""
    subdistrict: str = ""

    @property
    def code(self) -> str:
        """The smallest area chosen so far."""
        return self.subdistrict or self.district or self.province


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """What the form knows of where she is: a position as typed, with its name, or what the lists have."""

    areas: AreaLists
    lat: str = ""
    lon: str = ""
    place_name: str = ""


def find_area_lists(session: Session, province: str, district: str, subdistrict: str, language: str) -> AreaLists:
    """A smaller area that does not lie in the chosen bigger one is a leftover of another choice: it is let go.

    Raises: UnknownArea.
    """
    if province:
        find_area_chain(session, province)
    district = district if province and district.startswith(province) else ""
    subdistrict = subdistrict if district and subdistrict.startswith(district) else ""
    return AreaLists(
        provinces=_options(find_areas(session), language),
        districts=_options(find_areas(session, province), language) if province else (),
        subdistricts=_options(find_areas(session, district), language) if district else (),
        province=province,
        district=district,
        subdistrict=subdistrict,
    )


def find_area_lists_of(session: Session, code: str, language: str) -> AreaLists:
    """The lists as they stand when this area is chosen. Raises: UnknownArea."""
    return find_area_lists(
        session, code[:2], code[:4] if len(code) > 2 else "", code if len(code) > 4 else "", language
    )


def _options(areas: list[AreaName], language: str) -> tuple[AreaOption, ...]:
    options = (AreaOption(code=area.code, name=area.name(language)) for area in areas)
    return tuple(options) if language == "th" else tuple(sorted(options, key=lambda option: option.name))

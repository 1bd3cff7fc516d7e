"""Addresses and names of areas, in the order and with the short words of each language."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy.orm import Session

from geo.areas import AreaName, chain_among, codes_above, find_area_names

BANGKOK_CODE = "10"

_SHORT = {"province": "จ.", "district": "อ.", "subdistrict": "ต."}
_SHORT_IN_BANGKOK = {"province": "", "district": "เขต", "subdistrict": "แขวง"}


def areas_in_words(areas: Sequence[AreaName], language: str) -> str:
    """Areas, province first, as a place is written: 'ต.ท่าเทววงษ์ อ.เกาะสีชัง จ.ชลบุรี', smallest first."""
    smallest_first = list(reversed(areas))
    if language != "th":
        return ", ".join(area.name_en for area in smallest_first)
    return " ".join(thai_area_name(area) for area in smallest_first)


def thai_area_name(area: AreaName) -> str:
    short = _SHORT_IN_BANGKOK if area.code.startswith(BANGKOK_CODE) else _SHORT
    prefix = short[area.level]
    return area.name_th if area.name_th.startswith(prefix) else prefix + area.name_th


def address_in_thai(address_th: str | None, areas: Sequence[AreaName], postcode: str | None) -> str:
    """The whole address; what `address_th` already says of the areas and the postcode is not said twice."""
    parts = [address_th.strip()] if address_th else []
    written = address_th or ""
    parts += [thai_area_name(area) for area in reversed(areas) if area.name_th not in written]
    if postcode and postcode not in written:
        parts.append(postcode)
    return " ".join(parts)


class AreaChains:
    """The areas above each subdistrict of a list."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._names: Mapping[str, AreaName] = {}

    def find(self, codes: Iterable[str | None]) -> None:
        """All that a list needs, in one question instead of one for each."""
        if new := {one for code in codes if code for one in codes_above(code)} - self._names.keys():
            self._names = find_area_names(self._session, new)

    def of(self, code: str | None) -> list[AreaName]:
        """Province first; empty where the subdistrict is not known."""
        if code is None:
            return []
        if code not in self._names:
            self.find([code])
        return chain_among(self._names, code)

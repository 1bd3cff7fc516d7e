"""The offices themselves: every kind at every place where it exists, with a code, an address, hours and a position."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from geo.coordinates import LonLat
from ingest.demo.addresses import make_email, make_phone, write_address, write_address_in_centre
from ingest.demo.government_centres import GovernmentCentre, district_centre, provincial_centre
from ingest.demo.ground import chance, scattered
from ingest.demo.local_government import local_governments
from ingest.demo.office_kinds import LOCAL, OFFICE_KINDS, OfficeKind
from ingest.demo.places import Place
from ingest.demo.qualities import Qualities, draw_qualities

VERIFIED_SHARE = 0.9

BANGKOK_AGENCY = "0152000000000"
"""The metropolis does itself what local governments do elsewhere."""

PASSPORT_NAMES = {"2004": ("พัทยา", "Pattaya")}
"""Where a passport office is called neither after its province nor after its district."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A service point to be; `kind` is the key that procedures name in `offered_by`."""

    code: str
    kind: str
    agency_code: str
    name_th: str
    name_en: str
    type_th: str
    address_th: str
    subdistrict_code: str
    postcode: str
    at: LonLat
    phone: str
    email: str
    hours: str | None
    hours_note: str | None
    verified: bool
    qualities: Qualities


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """A kind at a place: the `n`th one there, called by these names; it belongs to the kind's agency, or another."""

    kind: OfficeKind
    place: Place
    n: int = 1
    names: Mapping[str, str] = field(default_factory=dict)
    agency_code: str | None = None


def offices(seed: int, places: Sequence[Place]) -> Iterator[Office]:
    """All offices at these places, kind after kind; the same seed and places give the same offices."""
    for kind in OFFICE_KINDS:
        for posting in _postings(kind, places, seed):
            yield open_office(seed, posting)


def open_office(seed: int, posting: Posting) -> Office:
    kind, place = posting.kind, posting.place
    dice = chance(seed, kind.number, place.subdistrict.code, posting.n)
    code = f"9{kind.number:02}{place.subdistrict.code}{posting.n:04}"
    at, address = _settle(seed, posting, dice)
    names = _names(posting)
    return Office(
        code=code,
        kind=kind.key,
        agency_code=posting.agency_code or _agency_code(kind, place),
        name_th=kind.name_th.format(**names),
        name_en=kind.name_en.format(**{name: names.get(f"{name}_en", value) for name, value in names.items()}),
        type_th=kind.type_th,
        address_th=address,
        subdistrict_code=place.subdistrict.code,
        postcode=place.subdistrict.postal_codes[0],
        at=at,
        phone=make_phone(dice),
        email=make_email(code),
        hours=kind.habit.draw(chance(seed, "hours", code)),
        hours_note=kind.hours_note,
        verified=dice.random() < VERIFIED_SHARE,
        qualities=draw_qualities(seed, kind, code, place.province.code),
    )


def _agency_code(kind: OfficeKind, place: Place) -> str:
    if kind.agency_code != LOCAL:
        return kind.agency_code
    return BANGKOK_AGENCY if place.in_bangkok else local_governments(place)[0].code


def _settle(seed: int, posting: Posting, dice: Random) -> tuple[LonLat, str]:
    """A position and its address."""
    place, site = posting.place, posting.kind.site
    centre: GovernmentCentre | None = None
    if site == "provincial_centre":
        centre = provincial_centre(seed, place)
    elif site == "district_centre":
        centre = district_centre(seed, place)
    if centre is not None:
        at, building, floor = centre.room(dice)
        return at, write_address_in_centre(place, centre.name_th, building, floor)
    village = posting.kind.where == "villages"
    at = scattered(place.at, dice, nearest_m=50, farthest_m=_farthest_m(place, village=village))
    return at, write_address(place, dice, in_town=place.is_town and site != "around")


def _farthest_m(place: Place, *, village: bool) -> float:
    if place.island_m is not None:
        return place.island_m * 0.25
    return (1_000 if place.in_bangkok else 3_000) if village else 800


def _names(posting: Posting) -> dict[str, str]:
    place = posting.place
    return {
        "province": place.province.name_th,
        "province_en": place.province.name_en,
        "district": str(place.district.name_th).removeprefix("เขต"),
        "district_en": place.district.name_en,
        "subdistrict": place.subdistrict.name_th,
        "subdistrict_en": place.subdistrict.name_en,
        "town": place.town_th,
        "town_en": place.town_en,
        "n": str(posting.n),
        **posting.names,
    }


def _postings(kind: OfficeKind, places: Sequence[Place], seed: int) -> Iterator[Posting]:
    """Where a kind exists, as `OfficeKind.where` tells."""
    match kind.where:
        case "zones":
            yield from _zones(kind, places)
        case "local":
            yield from _local_governments(kind, places)
        case "villages":
            return
        case _:
            for place in places:
                if (
                    _exists(kind, place)
                    and chance(seed, "share", kind.number, place.subdistrict.code).random() < kind.share
                ):
                    yield Posting(kind=kind, place=place, names=_passport_names(place))


def _exists(kind: OfficeKind, place: Place) -> bool:
    if place.province.code in kind.not_in:
        return False
    if kind.where == "subdistricts":
        return not place.in_bangkok
    if kind.where == "listed":
        return place.subdistrict.code in kind.districts or (place.is_town and place.district.code in kind.districts)
    in_the_right_town = {"capitals": place.in_capital, "branches": not place.in_capital}.get(kind.where, True)
    return place.is_town and place.in_bangkok == (kind.where == "bangkok") and in_the_right_town


def _zones(kind: OfficeKind, places: Sequence[Place]) -> Iterator[Posting]:
    towns = {place.district.code: place for place in places if place.is_town}
    for number in range(1, int(kind.share) + 1):
        district = kind.districts[(number - 1) % len(kind.districts)]
        if district in towns:
            yield Posting(kind=kind, place=towns[district], n=number)


def _local_governments(kind: OfficeKind, places: Sequence[Place]) -> Iterator[Posting]:
    for place in places:
        for government in local_governments(place):
            if government.kind_number == kind.number:
                yield Posting(kind=kind, place=place, names=government.names, agency_code=government.code)


def _passport_names(place: Place) -> dict[str, str]:
    named_after = (
        (place.province.name_th, place.province.name_en) if place.in_capital else (place.town_th, place.town_en)
    )
    thai, english = PASSPORT_NAMES.get(place.district.code, named_after)
    return {"passport": thai, "passport_en": english}

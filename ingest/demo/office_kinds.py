"""The kinds of offices of the demo country: names, owners, where they exist, hours. The table is `office_kinds.csv`."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal, cast

Where = Literal["capitals", "branches", "districts", "bangkok", "zones", "listed", "subdistricts", "local", "villages"]
"""Where a kind exists: in `capitals` of provinces, as `branches` in other districts, in all `districts`, in those of
`bangkok`, in numbered `zones` of Bangkok, in `listed` districts, in `subdistricts`, as the `local` government of each;
`villages` are made for a national scale only. All but `bangkok`, `zones` and `listed` leave Bangkok out."""

Site = Literal["provincial_centre", "district_centre", "town", "around"]
"""In a government centre (in town where there is none), in town, or around the subdistrict's centre."""

Hours = tuple[tuple[str | None, int], ...]
"""Expressions with their weights; None is "nobody has told"."""

WORKING = "Mo-Fr 08:30-16:30; PH off"
LUNCH_BREAK = "Mo-Fr 08:30-12:00,13:00-16:30; PH off"
SATURDAY_MORNING = "Mo-Fr 08:30-16:30; Sa 08:30-12:00; PH off"
APPOINTMENT = 'Mo-Fr 08:30-16:30 "by appointment"; PH off'
ALWAYS = "24/7"

HOURS: Mapping[str, Hours] = {
    "office": ((WORKING, 80), (LUNCH_BREAK, 14), (None, 4), (APPOINTMENT, 2)),
    "plain": ((WORKING, 100),),
    "counter": ((WORKING, 70), (SATURDAY_MORNING, 20), (LUNCH_BREAK, 10)),
    "city": (("Mo-Fr 08:00-16:00; Sa 08:00-16:00; PH off", 40), ("Mo-Fr 08:00-16:00; PH off", 60)),
    "local": ((WORKING, 82), (LUNCH_BREAK, 10), (None, 6), (SATURDAY_MORNING, 2)),
    "guarded": ((ALWAYS, 100),),
    "hospital": ((ALWAYS, 85), ("Mo-Fr 08:00-20:00; Sa,Su 08:30-16:30", 15)),
    "health": ((WORKING, 55), (SATURDAY_MORNING, 35), (None, 10)),
    "mall": ((WORKING, 60), ("Mo-Fr 10:00-18:00; PH off", 40)),
    "school": (("Mo-Fr 08:00-16:30; PH off", 85), (None, 15)),
}
"""Typical hours by the word that the table has for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeKind:
    """One row of the table; several rows share a `key` where heads and branches have different names.

    `number` is part of the service points' codes. Names have the places `{province}`, `{district}`, `{subdistrict}`,
    `{town}` (the district without its "Mueang"), `{local}` with its `{rank}`, `{passport}` and `{n}`.
    """

    key: str
    number: int
    type_th: str
    name_th: str
    name_en: str
    agency_code: str
    where: Where
    share: float
    """Of the places where it could be; of `zones` how many there are."""
    site: Site
    hours: Hours
    hours_note: str | None
    districts: tuple[str, ...]
    """Codes of the districts (or subdistricts) for `listed`; kinds with `zones` go round them."""
    not_in: tuple[str, ...]
    """Codes of provinces."""


def _read_kinds() -> tuple[OfficeKind, ...]:
    with (files("ingest") / "demo" / "office_kinds.csv").open(encoding="utf-8") as lines:
        return tuple(_kind(row) for row in csv.DictReader(lines))


def _kind(row: dict[str, str]) -> OfficeKind:
    return OfficeKind(
        key=row["key"],
        number=int(row["number"]),
        type_th=row["type_th"],
        name_th=row["name_th"],
        name_en=row["name_en"],
        agency_code=row["agency_code"],
        where=cast("Where", row["where"]),
        share=float(row["share"] or 1),
        site=cast("Site", row["site"]),
        hours=HOURS[row["hours"]],
        hours_note=row["hours_note"] or None,
        districts=tuple(row["districts"].split()),
        not_in=tuple(row["not_in"].split()),
    )


OFFICE_KINDS = _read_kinds()

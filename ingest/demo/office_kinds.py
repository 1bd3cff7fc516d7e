"""The kinds of offices of the demo country: names, owners, where they exist, hours. The table is `office_kinds.csv`."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal, cast

from ingest.demo.hours import HABITS, Habit

Where = Literal["capitals", "branches", "districts", "bangkok", "zones", "listed", "subdistricts", "local", "villages"]
"""Where a kind exists: in `capitals` of provinces, as `branches` in other districts, in all `districts`, in those of
`bangkok`, in numbered `zones` of Bangkok, in `listed` districts, in `subdistricts`, as the `local` governments of each;
`villages` are made for a national scale only. All but `bangkok`, `zones` and `listed` leave Bangkok out."""

Site = Literal["provincial_centre", "district_centre", "town", "around"]
"""In a government centre (in town where there is none), in town, or around the subdistrict's centre."""

LOCAL = "local"
"""In place of an agency's code: the local government of the place."""


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
    habit: Habit
    hours_note: str | None
    districts: tuple[str, ...]
    """Codes of the districts (or subdistricts) for `listed`; kinds with `zones` go round them."""
    not_in: tuple[str, ...]
    """Codes of provinces."""
    gecc: Mapping[str, float]
    """How common each level is."""
    no_copy: float
    accessible: float
    """Shares of the offices that do without copies, and that wheelchairs can get into for certain."""
    divides_districts: bool
    """The offices of a province divide its districts among them; otherwise each serves what its type implies."""


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
        habit=HABITS[row["hours"]],
        hours_note=row["hours_note"] or None,
        districts=tuple(row["districts"].split()),
        not_in=tuple(row["not_in"].split()),
        gecc=_gecc(row["gecc"]),
        no_copy=float(row["no_copy"]) / 100,
        accessible=float(row["accessible"]) / 100,
        divides_districts=row["divides"] == "districts",
    )


def _gecc(per_cent: str) -> dict[str, float]:
    shares = dict(zip(("basic", "intermediate", "advanced"), map(float, per_cent.split()), strict=True))
    return {"none": 100 - sum(shares.values()), **shares}


OFFICE_KINDS = _read_kinds()

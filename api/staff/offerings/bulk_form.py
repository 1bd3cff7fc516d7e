"""The form that says which service points: a kind of point, an area, an agency."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Query
from sqlalchemy.orm import Session

from api.citizen.ask.area_lists import AreaLists
from api.staff.access import SignedIn
from api.staff.choices import agency_options, areas_to_choose
from api.v1.parameters import PlainText
from geo.staff.agency_tree import find_agency_code
from geo.staff.offerings.bulk import Act, BulkQuery
from geo.staff.service_point_table import find_types


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkForm:
    """What was asked, as it was typed; `act` empty: nothing was asked yet. `procedures` are codes."""

    procedures: tuple[str, ...] = ()
    act: str = ""
    type: str = ""
    province: str = ""
    district: str = ""
    agency: str = ""

    @property
    def area(self) -> str:
        inside = bool(self.province) and self.district.startswith(self.province)
        return self.district if inside else self.province


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkChoices:
    types: tuple[str, ...]
    areas: AreaLists
    agencies: tuple[str, ...]


def bulk_form(  # noqa: PLR0913, PLR0917 - one for each field
    procedure: Annotated[Sequence[PlainText], Query()] = (),
    act: PlainText = "",
    type: PlainText = "",
    province: PlainText = "",
    district: PlainText = "",
    agency: PlainText = "",
) -> BulkForm:
    codes = tuple(dict.fromkeys(code for code in procedure if code))
    return BulkForm(
        procedures=codes, act=act, type=type.strip(), province=province, district=district, agency=agency.strip()
    )


AskedInBulk = Annotated[BulkForm, Depends(bulk_form)]


def bulk_query(session: Session, form: BulkForm) -> BulkQuery:
    """Raises: InvalidQuery."""
    return BulkQuery(
        procedures=form.procedures,
        act=cast("Act", form.act),
        type=form.type,
        area=form.area,
        agency=find_agency_code(session, form.agency),
    )


def bulk_choices(session: Session, who: SignedIn, form: BulkForm, language: str) -> BulkChoices:
    return BulkChoices(
        types=tuple(find_types(session)),
        areas=areas_to_choose(session, form.province, form.district, language),
        agencies=agency_options(session, who.actor, "offering.bulk"),
    )

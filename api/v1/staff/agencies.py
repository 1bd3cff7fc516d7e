"""`/v1/staff/agencies`: the tree with its filters, one of them, added and changed."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from api.database_session import DatabaseSession
from api.staff.access import SignedIn, allowed
from api.staff.agencies.agency_edit_page import place_of_agency_to_edit
from api.staff.agencies.agency_page import place_of_agency_named
from api.v1.parameters import PlainText
from api.v1.shape import CODE, Shape, problems
from geo.agency_kinds import KIND_LISTS, agency_kinds
from geo.opening_hours import BANGKOK
from geo.staff.agency_edit import add_agency, change_agency
from geo.staff.agency_tree import (
    MOST_LISTED,
    TreeAgency,
    TreeQuery,
    count_agency_rows,
    find_agency_row,
    find_agency_rows,
)

router = APIRouter()

SeesAny = Annotated[SignedIn, allowed("agency.see")]
Sees = Annotated[SignedIn, allowed("agency.see", of=place_of_agency_named)]
Adds = Annotated[SignedIn, allowed("agency.edit")]
Edits = Annotated[SignedIn, allowed("agency.edit", of=place_of_agency_to_edit)]

_404 = "No agency has this code."
_AREAS_SERVED = "codes of what all its service points serve, where these do not say for themselves; see `/v1/areas`"
_LISTED = {one: ", ".join(agency_kinds(one)) for one in KIND_LISTS}


class _Fields(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name_th: str | None = None
    name_en: str | None = None
    level: str | None = Field(default=None, description="ministry, department or agency")
    parent: str | None = Field(default=None, description="code of the agency above it; null for a ministry")
    type: str | None = Field(default=None, description=f"kind of body: {_LISTED['type']}")
    subtype: str | None = Field(default=None, description=f"part of the state: {_LISTED['subtype']}; null: as usual")
    category: str | None = Field(default=None, description=f"field of work: {_LISTED['category']}")
    areas_served: list[str] | None = Field(default=None, description=_AREAS_SERVED)
    shown: bool | None = None

    def given(self) -> dict[str, object]:
        """What the program sent, be it null; nothing else."""
        return {name: getattr(self, name) for name in self.model_fields_set if name not in ("version", "code")}


class NewAgency(_Fields):
    code: str = Field(description=CODE)


class AgencyChange(_Fields):
    """Fields that are left out stay as they are; null empties one."""

    version: int = Field(description="as it was read")


class StaffAgencyShape(Shape):
    """An agency with all that staff know of it."""

    code: str = Field(description=CODE)
    name_th: str
    name_en: str | None
    level: str = Field(description="ministry, department or agency")
    parent: str | None = Field(description="code of the agency above it")
    type: str | None = Field(description="kind of body")
    subtype: str | None = Field(description="part of the state")
    category: str | None = Field(description="field of work")
    areas_served: list[str] = Field(description=_AREAS_SERVED)
    shown: bool
    children: int = Field(description="agencies directly below it")
    points: int = Field(description="its own service points, hidden ones too")
    updated_at: datetime
    updated_by: str | None = Field(description="name of the person; null: a file that was loaded")
    version: int = Field(description="to be sent with a change, which is refused when somebody else was quicker")

    @classmethod
    def of(cls, row: TreeAgency) -> "StaffAgencyShape":
        return cls(
            code=row.code,
            name_th=row.name_th,
            name_en=row.name_en,
            level=row.level,
            parent=row.parent_code,
            type=row.type,
            subtype=row.subtype,
            category=row.category,
            areas_served=row.areas_served,
            shown=row.shown,
            children=row.children,
            points=row.points,
            updated_at=row.updated_at.astimezone(BANGKOK),
            updated_by=row.updated_by,
            version=row.version,
        )


class StaffAgencyList(Shape):
    results: list[StaffAgencyShape] = Field(description="each after the one above it")
    total: int = Field(description="on all pages")
    next: int | None = Field(description="value of `after` for the next page; null at the end")


@router.get("/agencies", responses=problems(_422="A filter cannot be read."))
def list_agencies(  # noqa: PLR0913, PLR0917 - one for each filter
    session: DatabaseSession,
    who: SeesAny,
    q: Annotated[PlainText, Query(description="words of the name, or the code's beginning")] = "",
    ministry: Annotated[PlainText, Query(description="code of a ministry: it and all below it")] = "",
    department: Annotated[PlainText, Query(description="code of a department: it and all below it")] = "",
    within: Annotated[PlainText, Query(description="code of an agency: it and all below it")] = "",
    level: Annotated[PlainText, Query(description="ministry, department or agency")] = "",
    type: Annotated[PlainText, Query(description=f"kind of body: {_LISTED['type']}")] = "",
    subtype: Annotated[PlainText, Query(description=f"part of the state: {_LISTED['subtype']}")] = "",
    category: Annotated[PlainText, Query(description=f"field of work: {_LISTED['category']}")] = "",
    shown: Annotated[bool | None, Query(description="false: hidden ones")] = None,
    after: Annotated[int, Query(ge=0, lt=2**31, description="continues a list: the `next` of the page before")] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST_LISTED - 1, description="how many at most")] = 200,
) -> StaffAgencyList:
    """The agencies that the asker may see, hidden ones too."""
    query = TreeQuery(
        text=q,
        ministry=ministry,
        department=department,
        within=within,
        level=level,
        type=type,
        subtype=subtype,
        category=category,
        shown=shown,
        after=after,
        limit=limit + 1,
    )
    rows = find_agency_rows(session, who.actor, query)
    return StaffAgencyList(
        results=[StaffAgencyShape.of(row) for row in rows[:limit]],
        total=count_agency_rows(session, who.actor, query),
        next=rows[limit - 1].id if len(rows) > limit else None,
    )


@router.post("/agencies", status_code=201, responses=problems(_422="A field cannot be taken as it is."))
def post_agency(session: DatabaseSession, who: Adds, new: NewAgency) -> StaffAgencyShape:
    """Add an agency below one of the asker's."""
    agency = add_agency(session, who.doer, new.code, new.given())
    session.commit()
    return StaffAgencyShape.of(find_agency_row(session, agency.code))


@router.get("/agencies/{code}", responses=problems(_404=_404))
def show_agency(session: DatabaseSession, who: Sees, code: PlainText) -> StaffAgencyShape:
    """One agency, hidden or not."""
    return StaffAgencyShape.of(find_agency_row(session, code))


@router.patch(
    "/agencies/{code}",
    responses=problems(
        _404=_404, _409="Somebody else saved it since this version.", _422="A field cannot be taken as it is."
    ),
)
def patch_agency(session: DatabaseSession, who: Edits, code: PlainText, change: AgencyChange) -> StaffAgencyShape:
    """Change some fields; hiding needs all its service points hidden or moved."""
    change_agency(session, who.doer, code, change.version, change.given())
    session.commit()
    return StaffAgencyShape.of(find_agency_row(session, code))

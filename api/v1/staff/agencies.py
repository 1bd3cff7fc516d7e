"""`/v1/staff/agencies`: the tree with its filters, one of them, added and changed."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from api.database_session import DatabaseSession
from api.staff.access import SignedIn, allowed
from api.staff.agencies.agency_page import place_of_agency_named, place_of_agency_to_edit
from api.v1.parameters import PlainText
from api.v1.shape import CODE, Shape, problems
from geo.opening_hours import BANGKOK
from geo.staff.agency_edit import add_agency, change_agency
from geo.staff.agency_tree import MOST_LISTED, TreeAgency, TreeQuery, find_agency_row, find_agency_rows

router = APIRouter()

SeesAny = Annotated[SignedIn, allowed("agency.see")]
Sees = Annotated[SignedIn, allowed("agency.see", of=place_of_agency_named)]
Adds = Annotated[SignedIn, allowed("agency.edit")]
Edits = Annotated[SignedIn, allowed("agency.edit", of=place_of_agency_to_edit)]

_404 = "No agency has this code."


class _Fields(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name_th: str | None = None
    name_en: str | None = None
    level: str | None = Field(default=None, description="ministry, department or agency")
    parent: str | None = Field(default=None, description="code of the agency above it; null for a ministry")
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
            shown=row.shown,
            children=row.children,
            points=row.points,
            updated_at=row.updated_at.astimezone(BANGKOK),
            updated_by=row.updated_by,
            version=row.version,
        )


class StaffAgencyList(Shape):
    results: list[StaffAgencyShape] = Field(description="each after the one above it")


@router.get("/agencies", responses=problems(_422="A filter cannot be read."))
def list_agencies(  # noqa: PLR0913, PLR0917 - one for each filter
    session: DatabaseSession,
    who: SeesAny,
    q: Annotated[PlainText, Query(description="words of the name, or the code's beginning")] = "",
    within: Annotated[PlainText, Query(description="code of an agency: it and all below it")] = "",
    level: Annotated[PlainText, Query(description="ministry, department or agency")] = "",
    shown: Annotated[bool | None, Query(description="false: hidden ones")] = None,
    limit: Annotated[int, Query(ge=1, le=MOST_LISTED, description="how many at most")] = 200,
) -> StaffAgencyList:
    """The agencies that the asker may see, hidden ones too."""
    query = TreeQuery(text=q, within=within, level=level, shown=shown, limit=limit)
    return StaffAgencyList(results=[StaffAgencyShape.of(row) for row in find_agency_rows(session, who.actor, query)])


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

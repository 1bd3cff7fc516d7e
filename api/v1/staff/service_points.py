"""`/v1/staff/service-points`: the table with its filters, one of them whole, added, changed, hidden, shown again."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from api.database_session import DatabaseSession
from api.staff.access import SignedIn, allowed
from api.staff.service_points.service_point_page import place_of_point_named
from api.v1.parameters import PlainText
from api.v1.shape import CODE, Shape, problems
from geo.models import ServicePoint
from geo.opening_hours import BANGKOK
from geo.staff.agency_edit import load_agency
from geo.staff.errors import UnknownRecord
from geo.staff.next_code import find_next_point_code
from geo.staff.service_point_edit import add_point, change_point, hide_point, load_point, show_point
from geo.staff.service_point_fields import state_of
from geo.staff.service_point_table import MAXIMUM_LIMIT, Sort, TableQuery, count_table_rows, find_table_rows

router = APIRouter()

SeesAny = Annotated[SignedIn, allowed("service_point.see")]
Sees = Annotated[SignedIn, allowed("service_point.see", of=place_of_point_named)]
Adds = Annotated[SignedIn, allowed("service_point.add")]
Edits = Annotated[SignedIn, allowed("service_point.edit", of=place_of_point_named)]
Hides = Annotated[SignedIn, allowed("service_point.hide", of=place_of_point_named)]

_ABOUT_THE_REQUEST = ("version", "code", "insist")
_AREAS_SERVED = "codes of areas it is stated to serve; empty: its agency's, else what its type implies; see `/v1/areas`"
_404 = "No service point has this code."
_409 = "Somebody else saved it since this version."


class _Fields(BaseModel):
    model_config = ConfigDict(extra="forbid")

    agency: str | None = Field(default=None, description=f"code of the agency; {CODE}")
    name_th: str | None = None
    name_en: str | None = None
    type: str | None = Field(default=None, description="kind of office, in Thai")
    level: str | None = Field(default=None, description="central, province, district or subdistrict")
    address_th: str | None = None
    address_en: str | None = None
    subdistrict_code: str | None = Field(default=None, description="6 digits, see `/v1/areas`")
    postcode: str | None = None
    phone: str | None = Field(default=None, description="several with commas between")
    website: str | None = None
    email: str | None = Field(default=None, description="for the public")
    registered_email: str | None = Field(default=None, description="for official letters")
    petitions_email: str | None = None
    position: str | None = Field(default=None, description="latitude and longitude, or any other form of a coordinate")
    opening_hours: str | None = Field(default=None, description="OpenStreetMap's syntax")
    hours_note: str | None = None
    gecc_level: str | None = Field(default=None, description="none, basic, intermediate or advanced")
    no_copy: bool | None = None
    accessible: bool | None = Field(default=None, description="null: not known")
    languages: list[str] | None = Field(default=None, description="besides Thai: ISO 639-1 codes")
    areas_served: list[str] | None = Field(default=None, description=_AREAS_SERVED)
    important: bool | None = None
    important_kind: str | None = None
    notes: str | None = Field(default=None, description="for staff only")

    def given(self) -> dict[str, object]:
        """What the program sent, be it null; nothing else."""
        return {name: getattr(self, name) for name in self.model_fields_set if name not in _ABOUT_THE_REQUEST}


class NewPoint(_Fields):
    code: str | None = Field(default=None, description="null: the next free one of the agency")
    insist: bool = Field(default=False, description="keep a position that looks wrong, where the officer knows better")


class PointChange(_Fields):
    """Fields that are left out stay as they are; null empties one."""

    version: int = Field(description="as it was read")


class Switch(BaseModel):
    version: int = Field(description="as it was read")
    reason: str | None = Field(default=None, description="needed for hiding; it stands in the history")


class StaffPointShape(Shape):
    """A service point with all that staff know of it."""

    code: str = Field(description=CODE)
    agency: str = Field(description="code of the agency")
    name_th: str
    name_en: str | None
    type: str | None
    level: str | None
    address_th: str | None
    address_en: str | None
    subdistrict_code: str | None
    postcode: str | None
    phone: str | None
    website: str | None
    email: str | None
    registered_email: str | None
    petitions_email: str | None
    position: str | None = Field(description="latitude, longitude; null: not pinned", examples=["13.1495, 100.8117"])
    opening_hours: str | None
    hours_note: str | None
    gecc_level: str
    no_copy: bool
    accessible: bool | None
    languages: list[str]
    areas_served: list[str] = Field(description=_AREAS_SERVED)
    important: bool
    important_kind: str | None
    notes: str | None
    shown: bool
    updated_at: datetime
    updated_by: str | None = Field(description="name of the person; null: a file that was loaded")
    version: int = Field(description="to be sent with a change, which is refused when somebody else was quicker")

    @classmethod
    def of(cls, point: ServicePoint) -> "StaffPointShape":
        return cls.model_validate(
            state_of(point).as_dict()
            | {"code": point.code, "updated_at": point.updated_at.astimezone(BANGKOK)}
            | {"updated_by": point.updated_by, "version": point.version}
        )


class PointRowShape(Shape):
    """A row of the table."""

    code: str
    name_th: str
    name_en: str | None
    type: str | None
    agency: str = Field(description="code of the agency")
    level: str | None
    subdistrict_code: str | None
    pinned: bool
    shown: bool
    gecc_level: str
    updated_at: datetime
    updated_by: str | None


class PointList(Shape):
    results: list[PointRowShape]
    total: int = Field(description="on all pages")
    next: str | None = Field(description="value of `after` for the next page; null at the end")


@router.get("/service-points", responses=problems(_422="A filter cannot be read."))
def list_points(  # noqa: PLR0913, PLR0917 - one for each filter
    session: DatabaseSession,
    who: SeesAny,
    q: Annotated[PlainText, Query(description="words of the name, however spelt, or the code's beginning")] = "",
    ministry: Annotated[PlainText, Query(description="code of a ministry: its own and all below it")] = "",
    department: Annotated[PlainText, Query(description="code of a department: its own and all below it")] = "",
    agency: Annotated[PlainText, Query(description="code of an agency: its own and all below it")] = "",
    type: Annotated[PlainText, Query(description="kind of office, in Thai")] = "",
    area: Annotated[PlainText, Query(description="code of a province, district or subdistrict")] = "",
    gecc: Annotated[PlainText, Query(description="none, basic, intermediate or advanced")] = "",
    shown: Annotated[bool | None, Query(description="false: hidden ones")] = None,
    pinned: Annotated[bool | None, Query(description="false: those without a coordinate")] = None,
    procedure: Annotated[PlainText, Query(description="code of a procedure that is offered there")] = "",
    sort: Annotated[Literal["code", "name", "changed"], Query(description="`changed`: the latest first")] = "code",
    after: Annotated[PlainText, Query(description="continues a list: the `next` of the page before")] = "",
    limit: Annotated[int, Query(ge=1, le=MAXIMUM_LIMIT - 1, description="how many at most")] = 100,
) -> PointList:
    """The service points that the asker may see, hidden ones too."""
    by: Sort = sort
    query = TableQuery(
        text=q,
        ministry=ministry,
        department=department,
        agency=agency,
        type=type,
        area=area,
        gecc=gecc,
        after=after,
        shown=shown,
        pinned=pinned,
        procedure=procedure,
        sort=by,
        limit=limit + 1,
    )
    rows = find_table_rows(session, who.actor, query)
    results = [
        PointRowShape(
            code=row.code,
            name_th=row.name_th,
            name_en=row.name_en,
            type=row.type,
            agency=row.agency_code,
            level=row.level,
            subdistrict_code=row.subdistrict_code,
            pinned=row.is_pinned,
            shown=row.shown,
            gecc_level=row.gecc_level,
            updated_at=row.updated_at.astimezone(BANGKOK),
            updated_by=row.updated_by,
        )
        for row in rows[:limit]
    ]
    total = count_table_rows(session, who.actor, query)
    return PointList(results=results, total=total, next=rows[limit - 1].cursor if len(rows) > limit else None)


@router.post("/service-points", status_code=201, responses=problems(_422="A field cannot be taken as it is."))
def post_point(session: DatabaseSession, who: Adds, new: NewPoint) -> StaffPointShape:
    """Add a service point. Look first whether it is there: `?q=` finds hidden ones too."""
    point = add_point(session, who.doer, new.code or _suggested(session, new.agency), new.given(), insist=new.insist)
    session.commit()
    return StaffPointShape.of(point)


@router.get("/service-points/{code}", responses=problems(_404=_404))
def show_one(session: DatabaseSession, who: Sees, code: PlainText) -> StaffPointShape:
    """One service point, hidden or not."""
    return StaffPointShape.of(load_point(session, code))


@router.patch(
    "/service-points/{code}", responses=problems(_404=_404, _409=_409, _422="A field cannot be taken as it is.")
)
def patch_point(session: DatabaseSession, who: Edits, code: PlainText, change: PointChange) -> StaffPointShape:
    """Change some fields. A position that looks wrong is refused here: `PUT .../pin` is where one can insist on it."""
    point = change_point(session, who.doer, code, change.version, change.given())
    session.commit()
    return StaffPointShape.of(point)


@router.post("/service-points/{code}/hide", responses=problems(_404=_404, _409=_409, _422="There is no reason."))
def post_hide(session: DatabaseSession, who: Hides, code: PlainText, switch: Switch) -> StaffPointShape:
    """Hide it from citizens."""
    point = hide_point(session, who.doer, code, switch.version, reason=switch.reason)
    session.commit()
    return StaffPointShape.of(point)


@router.post("/service-points/{code}/show", responses=problems(_404=_404, _409=_409, _422="The version is missing."))
def post_show(session: DatabaseSession, who: Hides, code: PlainText, switch: Switch) -> StaffPointShape:
    """Bring it back."""
    point = show_point(session, who.doer, code, switch.version, reason=switch.reason)
    session.commit()
    return StaffPointShape.of(point)


def _suggested(session: DatabaseSession, agency: str | None) -> str:
    try:
        return find_next_point_code(session, load_agency(session, agency or ""))
    except UnknownRecord:
        return ""

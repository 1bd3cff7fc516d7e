"""`/v1/staff/pin-audit`: what the pin audit found, counted and listed, and a new look at all pins."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import Field
from sqlalchemy.orm import Session

from api.accepted_language import accepted_language
from api.database_session import AppSettings, DatabaseSession
from api.staff.access import SignedIn, allowed
from api.staff.pins.pin_audit_refresh import start_refresh
from api.v1.parameters import PlainText
from api.v1.shape import Shape, problems
from api.v1.staff.pins import FindingShape
from geo.opening_hours import BANGKOK
from geo.pins.refresh_findings import find_refresh
from geo.staff.pins.work import MAXIMUM_LIMIT, By, WorkItem, WorkQuery, count_work, find_work, sum_work

router = APIRouter()

Sees = Annotated[SignedIn, allowed("pin_audit.see")]
Runs = Annotated[SignedIn, allowed("pin_audit.run")]

Kind = Annotated[PlainText, Query(description="kind of finding", examples=["not_pinned"])]
OfAgency = Annotated[PlainText, Query(description="code of an agency: its own and all below it")]
InArea = Annotated[PlainText, Query(description="code of a province, district or subdistrict")]
OfPoint = Annotated[PlainText, Query(description="code of one service point")]


class WorkShape(Shape):
    """Something found of a service point."""

    code: str
    name_th: str
    name_en: str | None
    agency: str = Field(description="code of the agency")
    subdistrict_code: str | None
    lat: float | None
    lon: float | None
    finding: FindingShape
    other_code: str | None = Field(description="the service point that it is on top of, or that it repeats")


class WorkList(Shape):
    results: list[WorkShape] = Field(description="the most urgent first")
    findings: int = Field(description="on all pages")
    points: int = Field(description="service points on all pages")
    next: str | None = Field(description="value of `after` for the next page; null at the end")


class WorkCountShape(Shape):
    key: str = Field(description="the kind, or the code of the agency or province; empty where none is stated")
    findings: int
    points: int


class WorkCounts(Shape):
    results: list[WorkCountShape] = Field(description="the most first")


class RunShape(Shape):
    """When all pins were last looked at, and how far a look is that is under way."""

    finished_at: datetime | None = Field(description="null: never yet")
    points: int = Field(description="service points that were looked at")
    findings: int = Field(description="what was found then; what is saved since is looked at again at once")
    running: bool
    share: float = Field(description="0 to 1 of the work, while it runs")
    failed: str | None = Field(description="why the last look did not come to an end")


@router.get("/pin-audit", responses=problems(_422="A filter cannot be read."))
def list_findings(  # noqa: PLR0913, PLR0917 - one for each filter
    request: Request,
    session: DatabaseSession,
    who: Sees,
    kind: Kind = "",
    agency: OfAgency = "",
    area: InArea = "",
    code: OfPoint = "",
    after: Annotated[PlainText, Query(description="continues a list: the `next` of the page before")] = "",
    limit: Annotated[int, Query(ge=1, le=MAXIMUM_LIMIT - 1, description="how many at most")] = 100,
) -> WorkList:
    """What was found of the service points that the asker may see."""
    query = WorkQuery(kind=kind, agency=agency, area=area, code=code, after=after, limit=limit + 1)
    items = find_work(session, who.actor, query)
    findings, points = sum_work(session, who.actor, query)
    language = accepted_language(request)
    return WorkList(
        results=[_shape(item, language) for item in items[:limit]],
        findings=findings,
        points=points,
        next=items[limit - 1].cursor if len(items) > limit else None,
    )


@router.get("/pin-audit/counts", responses=problems(_422="A filter cannot be read."))
def list_counts(  # noqa: PLR0913, PLR0917 - one for each filter
    session: DatabaseSession,
    who: Sees,
    by: Annotated[Literal["kind", "agency", "province"], Query(description="what is counted together")] = "kind",
    kind: Kind = "",
    agency: OfAgency = "",
    area: InArea = "",
) -> WorkCounts:
    """How many findings there are by kind, agency or province."""
    together: By = by
    counts = count_work(session, who.actor, WorkQuery(kind=kind, agency=agency, area=area), together)
    return WorkCounts(results=[WorkCountShape(key=one.key, findings=one.findings, points=one.points) for one in counts])


@router.get("/pin-audit/run")
def show_run(request: Request, session: DatabaseSession, who: Sees) -> RunShape:
    """How old the findings are."""
    return _run(session, accepted_language(request))


@router.post("/pin-audit/run", status_code=202)
def post_run(request: Request, session: DatabaseSession, settings: AppSettings, who: Runs) -> RunShape:
    """Have all pins looked at again; where that is under way already, nothing more happens."""
    start_refresh(request.app.state.engine, session, settings, who.actor.name)
    return _run(session, accepted_language(request))


def _run(session: Session, language: str) -> RunShape:
    refresh = find_refresh(session)
    return RunShape(
        finished_at=refresh.finished_at and refresh.finished_at.astimezone(BANGKOK),
        points=refresh.points,
        findings=refresh.findings,
        running=refresh.is_running,
        share=refresh.share,
        failed=refresh.failed.render(language) if refresh.failed else None,
    )


def _shape(item: WorkItem, language: str) -> WorkShape:
    one = item.audited
    return WorkShape(
        code=one.code,
        name_th=one.name.th,
        name_en=one.name.en,
        agency=one.agency_code,
        subdistrict_code=one.area_code,
        lat=one.lat,
        lon=one.lon,
        finding=FindingShape.of(one.finding, language),
        other_code=one.finding.other_code,
    )

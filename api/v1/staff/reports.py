"""`/v1/staff/reports`: what citizens say is wrong in manuals, answered and closed."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Query
from pydantic import BaseModel, ConfigDict, Field

from api.database_session import AppSettings, DatabaseSession
from api.staff.access import SignedIn, allowed
from api.staff.reports.reports_page import answer_letter, place_of_report_named
from api.v1.shape import Shape, problems
from geo.opening_hours import BANGKOK
from geo.staff.letters import send_letter
from geo.staff.manual_reports import (
    MOST_LISTED,
    ListedReport,
    Outcome,
    Part,
    ReportQuery,
    ReportState,
    close_report,
    find_reports,
)

router = APIRouter()


class ReportShape(Shape):
    """What a citizen says is wrong. Her e-mail address is told to nobody."""

    id: int
    procedure: str = Field(description="code of the procedure")
    revision: int | None = Field(description="number of the revision she read")
    part: Part
    comment: str
    wants_answer: bool = Field(description="whether an answer has somewhere to go")
    reported_at: datetime
    closed_at: datetime | None
    closed_by: str | None
    outcome: Outcome | None
    answer: str | None

    @classmethod
    def of(cls, report: ListedReport) -> "ReportShape":
        return cls.model_validate(
            {
                **{name: getattr(report, name) for name in cls.model_fields if hasattr(report, name)},
                "procedure": report.procedure_code,
                "reported_at": report.reported_at.astimezone(BANGKOK),
                "closed_at": report.closed_at.astimezone(BANGKOK) if report.closed_at else None,
            }
        )


class ReportList(Shape):
    results: list[ReportShape] = Field(description="open ones the oldest first, closed ones the latest first")


class Closing(BaseModel):
    model_config = ConfigDict(extra="forbid")

    outcome: Outcome = Field(description="`corrected` (or it will be), `right` as it is, or `unusable`")
    answer: str = Field(default="", description="is mailed to whoever left an address, which is then deleted")


@router.get("/reports", responses=problems(_422="A parameter is wrong."))
def list_reports(
    session: DatabaseSession,
    who: Annotated[SignedIn, allowed("report.handle")],
    state: Annotated[ReportState, Query(description="`open` or `closed`")] = "open",
    limit: Annotated[int, Query(ge=1, le=MOST_LISTED, description="how many at most")] = 50,
    beyond: Annotated[
        int | None, Query(ge=1, le=2**31 - 1, description="`id` of the last one of the page before")
    ] = None,
) -> ReportList:
    """Reports about manuals of the asker's agencies and below."""
    found = find_reports(session, who.actor, ReportQuery(state=state, limit=limit, beyond=beyond))
    return ReportList(results=[ReportShape.of(one) for one in found])


@router.post(
    "/reports/{report_id}/close",
    status_code=204,
    responses=problems(_404="No open report has this number.", _422="The answer is too long."),
)
def post_close(  # noqa: PLR0913, PLR0917 - what FastAPI hands in
    session: DatabaseSession,
    settings: AppSettings,
    background: BackgroundTasks,
    who: Annotated[SignedIn, allowed("report.handle", of=place_of_report_named)],
    report_id: int,
    closing: Closing,
) -> None:
    """Close a report; the answer goes by letter to whoever left an address."""
    closed = close_report(session, who.doer, report_id, closing.outcome, closing.answer)
    session.commit()
    if (letter := answer_letter(closed)) is not None:
        background.add_task(send_letter, settings, letter)

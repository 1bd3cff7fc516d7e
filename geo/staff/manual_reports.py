"""What citizens say is wrong in a manual: work for those who look after it, until one of them closes it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from geo.clean_text import clean_prose, storable
from geo.errors import InvalidQuery
from geo.limits import check_limit
from geo.models import Agency, Procedure
from geo.staff.accounts import checked_email
from geo.staff.actor import Actor, Place, place_of_agency
from geo.staff.audit import Doer, Subject, acting, record
from geo.staff.errors import UnknownRecord
from geo.staff.models import ManualReport, StaffAccount
from geo.words import N_

ACTION = "report.handle"

Part = Literal[
    "conditions", "documents", "duration", "fees", "channels", "steps", "forms", "complaints", "law", "notes", "other"
]
Outcome = Literal["corrected", "right", "unusable"]
ReportState = Literal["open", "closed"]

PART_NAMES: dict[str, str] = {
    "conditions": N_("Can I?"),
    "documents": N_("What to bring"),
    "duration": N_("How long"),
    "fees": N_("How much"),
    "channels": N_("Where and when"),
    "steps": N_("Steps"),
    "forms": N_("Forms"),
    "complaints": N_("When something is not right"),
    "law": N_("Law"),
    "notes": N_("Notes"),
    "other": N_("Something else"),
}

OUTCOME_NAMES: dict[str, str] = {
    "corrected": N_("The manual is corrected, or will be"),
    "right": N_("The manual is right as it is"),
    "unusable": N_("Nothing can be done with it"),
}

MOST_LISTED = 100
LONGEST_COMMENT = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReport:
    """`revision` is the number of the one she read."""

    procedure_id: int
    revision: int | None
    part: str
    comment: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedReport:
    """`wants_answer`: an address was left; it is told to nobody and used for the letter only."""

    id: int
    procedure_code: str
    procedure_title_th: str
    procedure_title_en: str | None
    agency_name_th: str
    agency_name_en: str | None
    revision: int | None
    part: str
    comment: str
    wants_answer: bool
    reported_at: datetime
    closed_at: datetime | None
    closed_by: str | None
    outcome: str | None
    answer: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportQuery:
    """`beyond` is the number of the last report of the page before. Raises: InvalidQuery."""

    state: ReportState = "open"
    limit: int = 50
    beyond: int | None = None

    def __post_init__(self) -> None:
        check_limit(self.limit, MOST_LISTED)


def make_report(session: Session, new: NewReport) -> int:
    """Its number. The caller commits. Raises: InvalidQuery."""
    comment = clean_prose(new.comment)
    if not comment:
        raise InvalidQuery(N_("Please say what is wrong."), field="comment")
    if len(comment) > LONGEST_COMMENT or not storable(comment):
        raise InvalidQuery(N_("Please say it in {limit} characters at most."), field="comment", limit=LONGEST_COMMENT)
    report = ManualReport(
        procedure_id=new.procedure_id,
        revision=new.revision,
        part=new.part if new.part in PART_NAMES else "other",
        comment=comment,
        email=checked_email(new.email) if new.email.strip() else None,
    )
    session.add(report)
    session.flush()
    return report.id


def reports_statement(actor: Actor, query: ReportQuery) -> Select[ManualReport, Procedure, Agency, str]:
    """Open ones the oldest first, since they wait; closed ones the latest first."""
    statement = (
        select(ManualReport, Procedure, Agency, StaffAccount.name)
        .join(ManualReport.procedure)
        .join(Procedure.agency)
        .outerjoin(StaffAccount, StaffAccount.id == ManualReport.closed_by)
        .where(_within(actor))
        .limit(query.limit)
    )
    if query.state == "open":
        statement = statement.where(ManualReport.closed_at.is_(None)).order_by(ManualReport.id)
        return statement if query.beyond is None else statement.where(ManualReport.id > query.beyond)
    statement = statement.where(ManualReport.closed_at.is_not(None)).order_by(ManualReport.id.desc())
    return statement if query.beyond is None else statement.where(ManualReport.id < query.beyond)


def find_reports(session: Session, actor: Actor, query: ReportQuery) -> list[ListedReport]:
    return [
        _listed(report, procedure, agency, closed_by)
        for report, procedure, agency, closed_by in session.execute(reports_statement(actor, query))
    ]


def count_open_reports(session: Session, actor: Actor) -> int:
    statement = select(func.count()).select_from(ManualReport).join(ManualReport.procedure).join(Procedure.agency)
    return session.scalar(statement.where(ManualReport.closed_at.is_(None), _within(actor))) or 0


def place_of_report(session: Session, report_id: int) -> Place:
    """Of the agency that owns the procedure. Raises: UnknownRecord."""
    agency_id = session.scalar(
        select(Procedure.agency_id)
        .join(ManualReport, ManualReport.procedure_id == Procedure.id)
        .where(ManualReport.id == report_id)
    )
    if agency_id is None:
        raise UnknownRecord()
    return place_of_agency(session, agency_id)


@dataclass(frozen=True, slots=True)
class Closed:
    """`email` is where the answer goes, and is not kept: None where none was left or nothing was written."""

    email: str | None
    procedure: str
    answer: str


def close_report(session: Session, doer: Doer, report_id: int, outcome: str, answer: str) -> Closed:
    """Its e-mail address is forgotten. The caller commits. Raises: InvalidQuery, UnknownRecord, NotAllowed."""
    place = place_of_report(session, report_id)
    acting(doer).must(ACTION, place)
    if outcome not in OUTCOME_NAMES:
        raise InvalidQuery(N_("Please choose one."), field="outcome")
    answer = clean_prose(answer)
    if len(answer) > LONGEST_COMMENT or not storable(answer):
        raise InvalidQuery(N_("Please say it in {limit} characters at most."), field="answer", limit=LONGEST_COMMENT)
    report = session.get(ManualReport, report_id, with_for_update={"of": ManualReport})
    if report is None or report.closed_at is not None:
        raise UnknownRecord()
    email, report.email = report.email, None
    report.closed_at, report.closed_by = func.now(), acting(doer).account_id
    report.outcome, report.answer = outcome, answer or None
    subject = Subject("report", str(report.id), report.procedure.title_th, place)
    before, after = {"state": "open"}, {"state": "closed", "outcome": outcome, "answer": answer or None}
    record(session, doer, "report.close", subject, before=before, after=after)
    return Closed(email if answer else None, report.procedure.title_th, answer)


def _within(actor: Actor) -> ColumnElement[bool]:
    return actor.reach(ACTION).of_agencies(Agency.path)


def _listed(report: ManualReport, procedure: Procedure, agency: Agency, closed_by: str | None) -> ListedReport:
    return ListedReport(
        id=report.id,
        procedure_code=procedure.code,
        procedure_title_th=procedure.title_th,
        procedure_title_en=procedure.title_en,
        agency_name_th=agency.name_th,
        agency_name_en=agency.name_en,
        revision=report.revision,
        part=report.part,
        comment=report.comment,
        wants_answer=report.email is not None,
        reported_at=report.reported_at,
        closed_at=report.closed_at,
        closed_by=closed_by,
        outcome=report.outcome,
        answer=report.answer,
    )

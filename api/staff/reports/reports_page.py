"""What citizens say is wrong in manuals: answered and closed by those who look after them."""

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Form, Query, Request
from pydantic import BaseModel, ConfigDict
from starlette.responses import Response

from api.database_session import AppSettings, DatabaseSession
from api.pages.dates import date_in_words
from api.pages.demo_data import find_demo_data
from api.pages.languages import language_of, prefix_of
from api.pages.phrase import Phrase, phrase
from api.staff.access import SignedIn, allowed
from api.staff.rendering import UNPROCESSABLE, FormErrors, render_staff, see_other
from api.v1.parameters import PlainText
from geo.opening_hours import BANGKOK
from geo.staff.actor import Place
from geo.staff.letters import Letter, send_letter
from geo.staff.manual_reports import (
    OUTCOME_NAMES,
    PART_NAMES,
    Closed,
    ListedReport,
    ReportQuery,
    close_report,
    find_reports,
    place_of_report,
)
from geo.words import N_, translate

router = APIRouter()

SHOWN = 50


def place_of_report_named(session: DatabaseSession, report_id: int) -> Place:
    return place_of_report(session, report_id)


Handles = Annotated[SignedIn, allowed("report.handle")]
HandlesThis = Annotated[SignedIn, allowed("report.handle", of=place_of_report_named)]

_ANSWER = N_(
    "You told us that something is wrong in the manual '{procedure}'. This is the answer:\n\n{answer}\n\n"
    "Thank you. Your e-mail address has been deleted; please do not answer this letter."
)


class CloseForm(BaseModel):
    model_config = ConfigDict(frozen=True)

    outcome: PlainText = ""
    answer: PlainText = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """`href` is the part of the citizens' page that it is about."""

    report: ListedReport
    procedure: Phrase
    agency: Phrase
    part: str
    href: str
    reported_on: str
    closed_on: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsPage:
    """`refused` is the report whose form came back with `errors`; `next_href` where there may be more."""

    title: str
    shows_demo_data: bool
    is_open: bool
    reports: tuple[ReportRow, ...]
    outcomes: tuple[tuple[str, str], ...]
    next_href: str | None
    refused: int | None
    form: CloseForm
    errors: FormErrors


@router.get("/reports")
def show_reports(
    request: Request,
    session: DatabaseSession,
    who: Handles,
    state: PlainText = "",
    beyond: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
) -> Response:
    query = ReportQuery(state="closed" if state == "closed" else "open", limit=SHOWN + 1, beyond=beyond)
    return _page(request, session, who, query, FormErrors(language_of(request.url.path)))


@router.post("/reports/{report_id}/close")
def post_close(  # noqa: PLR0913, PLR0917
    request: Request,
    session: DatabaseSession,
    settings: AppSettings,
    background: BackgroundTasks,
    who: HandlesThis,
    report_id: int,
    form: Annotated[CloseForm, Form()],
) -> Response:
    errors = FormErrors(language_of(request.url.path))
    with errors.collect():
        closed = close_report(session, who.doer, report_id, form.outcome, form.answer)
    if errors:
        session.rollback()
        query = ReportQuery(limit=SHOWN + 1)
        return _page(request, session, who, query, errors, form=form, refused=report_id, status=UNPROCESSABLE)
    session.commit()
    if (letter := answer_letter(closed)) is not None:
        background.add_task(send_letter, settings, letter)
    response = see_other(request, "/staff/reports")
    response.background = background
    return response


def answer_letter(closed: Closed) -> Letter | None:
    """In Thai, which the manual and the answer are written in; nobody knows what she reads besides."""
    if closed.email is None:
        return None
    body = translate(_ANSWER, "th", procedure=closed.procedure, answer=closed.answer)
    return Letter(closed.email, translate(N_("What you told us about a manual"), "th"), body)


def _page(  # noqa: PLR0913
    request: Request,
    session: DatabaseSession,
    who: SignedIn,
    query: ReportQuery,
    errors: FormErrors,
    *,
    form: CloseForm | None = None,
    refused: int | None = None,
    status: int = 200,
) -> Response:
    language = errors.language
    found = find_reports(session, who.actor, query)
    shown = found[:SHOWN]
    next_href = f"?state={query.state}&beyond={shown[-1].id}" if len(found) > SHOWN else None
    page = ReportsPage(
        title=translate(N_("Reports of errors"), language),
        shows_demo_data=find_demo_data(session),
        is_open=query.state == "open",
        reports=tuple(_row(one, language) for one in shown),
        outcomes=tuple((value, translate(name, language)) for value, name in OUTCOME_NAMES.items()),
        next_href=next_href,
        refused=refused,
        form=form or CloseForm(),
        errors=_of_form(errors, refused),
    )
    return render_staff(request, "staff/reports/reports.html", page, who, status=status)


def _of_form(errors: FormErrors, refused: int | None) -> FormErrors:
    """Fields carry the number of their report: there is a form for each on the page."""
    return replace(errors, by_field={f"{name}-{refused}": text for name, text in errors.items()})


def _row(report: ListedReport, language: str) -> ReportRow:
    manual = f"{prefix_of(language)}/procedures/{report.procedure_code}"
    return ReportRow(
        report=report,
        procedure=phrase(language, report.procedure_title_th, report.procedure_title_en),
        agency=phrase(language, report.agency_name_th, report.agency_name_en),
        part=translate(PART_NAMES[report.part], language),
        href=manual if report.part == "other" else f"{manual}#{report.part}",
        reported_on=date_in_words(report.reported_at.astimezone(BANGKOK).date(), language),
        closed_on=date_in_words(report.closed_at.astimezone(BANGKOK).date(), language) if report.closed_at else "",
        outcome=translate(OUTCOME_NAMES[report.outcome], language) if report.outcome else "",
    )

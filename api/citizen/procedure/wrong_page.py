"""'This is wrong': a citizen says so of a part of a manual, and it reaches whoever looks after it.

No cookie is set: the form carries a stamp of the site's own (geo/staff/form_key.py).
"""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Request
from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from api.database_session import DatabaseSession
from api.from_where import check_sender, network_of
from api.pages.breadcrumbs import Crumb
from api.pages.demo_data import find_demo_data
from api.pages.form_errors import UNPROCESSABLE, FormErrors
from api.pages.languages import language_of, prefix_of
from api.pages.phrase import Phrase, phrase
from api.pages.rendering import render_page
from api.v1.parameters import PlainText
from geo.procedures import ProcedureDetail, find_procedure
from geo.staff.errors import TooManyAttempts
from geo.staff.form_key import is_stamp_good, stamp_of, use_stamp
from geo.staff.manual_reports import LONGEST_COMMENT, PART_NAMES, NewReport, make_report
from geo.staff.rate_limit import Limit, take
from geo.words import N_, translate

router = APIRouter()

NETWORK = Limit("reports from a network", 10, 300)
EVERYBODY = Limit("reports from everybody", 300, 20)


class WrongForm(BaseModel):
    """What was sent; `website` is a field that people do not see and programs fill in."""

    model_config = ConfigDict(frozen=True)

    part: PlainText = ""
    comment: PlainText = ""
    email: PlainText = ""
    website: PlainText = ""
    stamp: PlainText = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartChoice:
    value: str
    name: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongPage:
    """`manual_href` leads back to the part."""

    title: str
    shows_demo_data: bool
    crumbs: tuple[Crumb, ...]
    name: Phrase
    agency: Phrase
    action: str
    manual_href: str
    parts: tuple[PartChoice, ...]
    longest_comment: int
    form: WrongForm
    stamp: str
    is_sent: bool
    errors: FormErrors


@router.get("/procedures/{code}/wrong")
def show_wrong(
    request: Request, session: DatabaseSession, code: PlainText, part: PlainText = "", sent: PlainText = ""
) -> Response:
    errors = FormErrors(language_of(request.url.path))
    return _page(request, session, find_procedure(session, code), WrongForm(part=part), errors, is_sent=bool(sent))


@router.post("/procedures/{code}/wrong")
def post_wrong(
    request: Request, session: DatabaseSession, code: PlainText, form: Annotated[WrongForm, Form()]
) -> Response:
    check_sender(request)
    procedure = find_procedure(session, code)
    language = language_of(request.url.path)
    sent = f"{prefix_of(language)}/procedures/{quote(code)}/wrong?part={quote(form.part)}&sent=1"
    if form.website or not is_stamp_good(session, _about(procedure), form.stamp):
        # a program is told what a person would be, so that it does not learn
        return RedirectResponse(sent, 303)
    errors = FormErrors(language)
    with errors.collect():
        make_report(session, _report(procedure, form))
    if errors:
        session.rollback()
        return _page(request, session, procedure, form, errors, status=UNPROCESSABLE)
    if not use_stamp(session, form.stamp):
        session.rollback()
        return RedirectResponse(sent, 303)
    if not (take(session, NETWORK, network_of(request)) and take(session, EVERYBODY)):
        session.rollback()
        raise TooManyAttempts()
    session.commit()
    return RedirectResponse(sent, 303)


def _about(procedure: ProcedureDetail) -> str:
    return f"report {procedure.name.code}"


def _report(procedure: ProcedureDetail, form: WrongForm) -> NewReport:
    return NewReport(
        procedure_id=procedure.name.id,
        revision=procedure.in_force.number if procedure.in_force else None,
        part=form.part,
        comment=form.comment,
        email=form.email,
    )


def _page(  # noqa: PLR0913
    request: Request,
    session: Session,
    procedure: ProcedureDetail,
    form: WrongForm,
    errors: FormErrors,
    *,
    is_sent: bool = False,
    status: int = 200,
) -> Response:
    language = errors.language
    manual = f"{prefix_of(language)}/procedures/{procedure.name.code}"
    name = phrase(language, procedure.name.title_th, procedure.name.title_en)
    part = form.part if form.part in PART_NAMES else "other"
    title = translate(N_("Say what is wrong in this manual"), language)
    page = WrongPage(
        title=title,
        shows_demo_data=find_demo_data(session),
        crumbs=(
            Crumb(translate(N_("Manuals for citizens"), language), f"{prefix_of(language)}/procedures"),
            Crumb(name, manual),
            Crumb(title),
        ),
        name=name,
        agency=phrase(language, procedure.name.agency_name_th, procedure.name.agency_name_en),
        action=f"{manual}/wrong",
        manual_href=manual if part == "other" else f"{manual}#{part}",
        parts=tuple(
            PartChoice(value=value, name=translate(words, language), is_chosen=value == part)
            for value, words in PART_NAMES.items()
        ),
        longest_comment=LONGEST_COMMENT,
        form=form,
        stamp=form.stamp or stamp_of(session, _about(procedure)),
        is_sent=is_sent,
        errors=errors,
    )
    response = render_page(request, "citizen/wrong.html", page, status=status, about=("part",))
    response.headers["X-Robots-Tag"] = "noindex"
    return response

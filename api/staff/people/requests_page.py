"""Requests for accounts, to be approved or refused; the answer goes by letter."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Form, Request
from starlette.responses import Response

from api.database_session import AppSettings, DatabaseSession
from api.pages.dates import date_in_words
from api.pages.demo_data import find_demo_data
from api.pages.languages import language_of, prefix_of
from api.staff.access import SignedIn, allowed
from api.staff.people.role_choices import RoleChoice, role_choices
from api.staff.rendering import UNPROCESSABLE, FormErrors, render_staff, see_other
from api.staff.site_address import site_address
from geo.opening_hours import BANGKOK
from geo.settings import Settings
from geo.staff.account_requests import (
    ListedRequest,
    approve_request,
    find_requests,
    place_of_request,
    refuse_request,
)
from geo.staff.actor import Place
from geo.staff.enrolment import Issued
from geo.staff.letters import Letter, send_letter
from geo.staff.roles import STATE_WIDE, Role
from geo.staff.secrets import shown_code
from geo.words import N_, translate

router = APIRouter()


def place_of_request_named(session: DatabaseSession, request_id: int) -> Place:
    return place_of_request(session, request_id)


Decides = Annotated[SignedIn, allowed("account_request.decide")]
DecidesThis = Annotated[SignedIn, allowed("account_request.decide", of=place_of_request_named)]

_APPROVED = N_(
    "Your request for an account of Pakmud was approved.\n\n"
    "Your enrolment token is {code}. It works once, until {day}. Enter it here:\n{link}"
)
_REFUSED = N_("Your request for an account of Pakmud was not approved. Please ask the agency above yours.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRow:
    asked: ListedRequest
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestsPage:
    """`sent_to`: whom a letter was just sent to, with `code` in it."""

    title: str
    shows_demo_data: bool
    requests: tuple[RequestRow, ...]
    role_choices: tuple[RoleChoice, ...]
    sent_to: str
    code: str
    errors: FormErrors


@router.get("/requests")
def show_requests(request: Request, session: DatabaseSession, who: Decides) -> Response:
    return _page(request, session, who, FormErrors(language_of(request.url.path)))


@router.post("/requests/{request_id}/approve")
def post_approve(  # noqa: PLR0913, PLR0917
    request: Request,
    session: DatabaseSession,
    settings: AppSettings,
    background: BackgroundTasks,
    who: DecidesThis,
    request_id: int,
    role: Annotated[Role, Form()],
) -> Response:
    """Answers with the code itself, which is stored nowhere and can be shown only now."""
    errors = FormErrors(language_of(request.url.path))
    with errors.collect():
        email, issued = approve_request(session, who.doer, request_id, role)
    if errors:
        session.rollback()
        return _page(request, session, who, errors, status=UNPROCESSABLE)
    session.commit()
    background.add_task(send_letter, settings, _letter(request, settings, email, issued))
    response = _page(request, session, who, errors, sent_to=email, code=shown_code(issued.code))
    response.background = background
    return response


@router.post("/requests/{request_id}/refuse")
def post_refuse(  # noqa: PLR0913, PLR0917
    request: Request,
    session: DatabaseSession,
    settings: AppSettings,
    background: BackgroundTasks,
    who: DecidesThis,
    request_id: int,
) -> Response:
    email = refuse_request(session, who.doer, request_id)
    session.commit()
    language = language_of(request.url.path)
    subject = translate(N_("Your request for an account of Pakmud"), language)
    background.add_task(send_letter, settings, Letter(email, subject, translate(_REFUSED, language)))
    response = see_other(request, "/staff/requests")
    response.background = background
    return response


def _letter(request: Request, settings: Settings, email: str, issued: Issued) -> Letter:
    language = language_of(request.url.path)
    link = f"{site_address(request, settings) or ''}{prefix_of(language)}/staff/enrol"
    day = date_in_words(issued.expires_at.astimezone(BANGKOK).date(), language)
    body = translate(_APPROVED, language, code=shown_code(issued.code), day=day, link=link)
    return Letter(email, translate(N_("Your request for an account of Pakmud"), language), body)


def _page(  # noqa: PLR0913
    request: Request,
    session: DatabaseSession,
    who: SignedIn,
    errors: FormErrors,
    *,
    sent_to: str = "",
    code: str = "",
    status: int = 200,
) -> Response:
    language = errors.language
    page = RequestsPage(
        title=translate(N_("Requests for accounts"), language),
        shows_demo_data=find_demo_data(session),
        requests=tuple(
            RequestRow(asked=one, day=date_in_words(one.asked_at.astimezone(BANGKOK).date(), language))
            for one in find_requests(session, who.actor)
        ),
        role_choices=tuple(one for one in role_choices(who.actor, language) if Role(one.value) not in STATE_WIDE),
        sent_to=sent_to,
        code=code,
        errors=errors,
    )
    return render_staff(request, "staff/requests.html", page, who, status=status)

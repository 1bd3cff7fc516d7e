"""A public page: an agency asks for an account. Spam is held off without anybody else's help."""

import hashlib
import hmac
import time
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import Session
from starlette.responses import Response

from api.database_session import DatabaseSession
from api.from_where import network_of
from api.pages.languages import language_of
from api.staff.access import OPEN
from api.staff.cookies import browser_secret
from api.staff.rendering import UNPROCESSABLE, FormErrors, render_staff, see_other
from api.v1.parameters import PlainText
from geo.staff.account_requests import NewRequest, make_request
from geo.staff.agencies import FoundAgency, find_agencies_named, find_agency
from geo.staff.errors import TooManyAttempts
from geo.staff.rate_limit import Limit, take
from geo.words import N_, translate

router = APIRouter(dependencies=[OPEN])

NETWORK = Limit("requests from a network", 5, 600)
EVERYBODY = Limit("requests from everybody", 200, 30)

SHORTEST_S = 3
"""Nobody fills the form in faster."""

LONGEST_S = 24 * 3600


class RequestForm(BaseModel):
    """What was sent; `website` is a field that people do not see and programs fill in."""

    model_config = ConfigDict(frozen=True)

    name: PlainText = ""
    email: PlainText = ""
    position: PlainText = ""
    phone: PlainText = ""
    note: PlainText = ""
    agency: PlainText = ""
    agency_name: PlainText = ""
    unlisted: PlainText = ""
    website: PlainText = ""
    shown_at: PlainText = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestAccountPage:
    """First an agency is looked for (`q`), then chosen (`agency`), or named where it `is_unlisted`."""

    title: str
    shows_demo_data: bool
    q: str
    agencies: tuple[FoundAgency, ...]
    agency: FoundAgency | None
    is_unlisted: bool
    is_sent: bool
    shown_at: str
    form: RequestForm
    errors: FormErrors


@router.get("/request-account")
def show_request_account(  # noqa: PLR0913, PLR0917
    request: Request,
    session: DatabaseSession,
    q: PlainText = "",
    agency: PlainText = "",
    unlisted: PlainText = "",
    sent: PlainText = "",
) -> Response:
    errors = FormErrors(language_of(request.url.path))
    return _page(request, session, errors, RequestForm(agency=agency, unlisted=unlisted), q=q, is_sent=bool(sent))


@router.post("/request-account")
def post_request_account(request: Request, session: DatabaseSession, form: Annotated[RequestForm, Form()]) -> Response:
    errors = FormErrors(language_of(request.url.path))
    if form.website or not _is_human_pace(request, form.shown_at):
        # a program is told what a person would be, so that it does not learn
        return see_other(request, "/staff/request-account?sent=1")
    agency = find_agency(session, form.agency)
    with errors.collect():
        make_request(session, _asked(form, agency))
    if errors:
        session.rollback()
        return _page(request, session, errors, form, status=UNPROCESSABLE)
    if not (take(session, NETWORK, network_of(request)) and take(session, EVERYBODY)):
        session.rollback()
        raise TooManyAttempts()
    session.commit()
    return see_other(request, "/staff/request-account?sent=1")


def shown_now(request: Request, at: int) -> str:
    """For the hidden field: when the form was shown, which only this browser's cookie can vouch for."""
    secret = browser_secret(request)
    return f"{at}.{hmac.new(secret.encode(), f'shown {at}'.encode(), hashlib.sha256).hexdigest()}"


def _is_human_pace(request: Request, shown_at: str) -> bool:
    at = shown_at.partition(".")[0]
    if not at.isdecimal() or len(at) > 12 or not hmac.compare_digest(shown_now(request, int(at)), shown_at):
        return False
    return SHORTEST_S <= time.time() - int(at) <= LONGEST_S


def _asked(form: RequestForm, agency: FoundAgency | None) -> NewRequest:
    is_listed = agency is not None and not form.unlisted
    return NewRequest(
        name=form.name,
        email=form.email,
        position=form.position,
        phone=form.phone,
        note=form.note,
        agency_id=agency.id if agency and is_listed else None,
        agency_name=form.agency_name,
        parent_agency_id=agency.id if agency else None,
    )


def _page(  # noqa: PLR0913
    request: Request,
    session: Session,
    errors: FormErrors,
    form: RequestForm,
    *,
    q: str = "",
    is_sent: bool = False,
    status: int = 200,
) -> Response:
    page = RequestAccountPage(
        title=translate(N_("Ask for an account"), errors.language),
        shows_demo_data=False,
        q=q,
        agencies=tuple(find_agencies_named(session, q)),
        agency=find_agency(session, form.agency),
        is_unlisted=bool(form.unlisted),
        is_sent=is_sent,
        shown_at=form.shown_at or shown_now(request, int(time.time())),
        form=form,
        errors=errors,
    )
    return render_staff(request, "staff/request_account.html", page, status=status)

"""People and their roles: the list, one person, another role, removal."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from api.database_session import DatabaseSession
from api.pages.dates import date_in_words
from api.pages.demo_data import find_demo_data
from api.pages.languages import language_of
from api.staff.access import SignedIn, allowed
from api.staff.audit_log.history import HistoryLine, history_of
from api.staff.people.role_choices import RoleChoice, role_choices
from api.staff.rendering import render_staff, see_other
from api.v1.parameters import PlainText
from geo.opening_hours import BANGKOK
from geo.staff.actor import Place
from geo.staff.people import Person, change_role, find_people, find_person, place_of_role, take_role
from geo.staff.roles import ROLE_NAMES, Role
from geo.words import N_, translate

router = APIRouter()

Sees = Annotated[SignedIn, allowed("people.see")]


def place_of_role_named(session: DatabaseSession, role_id: int) -> Place:
    return place_of_role(session, role_id)


Manages = Annotated[SignedIn, allowed("people.manage", of=place_of_role_named)]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRow:
    id: int
    role: str
    name: str
    place: str
    may_change: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    id: int
    name: str
    email: str
    roles: tuple[RoleRow, ...]
    last_signed_in: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage:
    title: str
    shows_demo_data: bool
    q: str
    people: tuple[PersonRow, ...]
    may_issue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    title: str
    shows_demo_data: bool
    person: PersonRow
    role_choices: tuple[RoleChoice, ...]
    history: tuple[HistoryLine, ...]


@router.get("/people")
def show_people(request: Request, session: DatabaseSession, who: Sees, q: PlainText = "") -> Response:
    language = language_of(request.url.path)
    page = PeoplePage(
        title=translate(N_("People"), language),
        shows_demo_data=find_demo_data(session),
        q=q,
        people=tuple(_row(person, language) for person in find_people(session, who.actor, q)),
        may_issue=who.actor.may("enrolment.issue"),
    )
    return render_staff(request, "staff/people.html", page, who)


@router.get("/people/{account_id}")
def show_person(request: Request, session: DatabaseSession, who: Sees, account_id: int) -> Response:
    language = language_of(request.url.path)
    person = _row(find_person(session, who.actor, account_id), language)
    page = PersonPage(
        title=person.name,
        shows_demo_data=find_demo_data(session),
        person=person,
        role_choices=role_choices(who.actor, language),
        history=history_of(session, "person", str(account_id), language),
    )
    return render_staff(request, "staff/person.html", page, who)


@router.post("/people/roles/{role_id}/change")
def post_change_role(
    request: Request, session: DatabaseSession, who: Manages, role_id: int, role: Annotated[Role, Form()]
) -> Response:
    account = change_role(session, who.doer, role_id, role)
    session.commit()
    return see_other(request, f"/staff/people/{account.id}")


@router.post("/people/roles/{role_id}/remove")
def post_take_role(request: Request, session: DatabaseSession, who: Manages, role_id: int) -> Response:
    take_role(session, who.doer, role_id)
    session.commit()
    return see_other(request, "/staff/people")


def _row(person: Person, language: str) -> PersonRow:
    seen = person.last_signed_in_at
    return PersonRow(
        id=person.id,
        name=person.name,
        email=person.email,
        roles=tuple(
            RoleRow(
                id=held.id,
                role=held.role.value,
                name=translate(ROLE_NAMES[held.role], language),
                place=held.place,
                may_change=held.may_change,
            )
            for held in person.roles
        ),
        last_signed_in=date_in_words(seen.astimezone(BANGKOK).date(), language) if seen else "–",
    )

"""`/v1/staff/people`: people and their roles."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from api.database_session import DatabaseSession
from api.staff.access import SignedIn, allowed
from api.staff.people.people_page import place_of_role_named
from api.v1.parameters import PlainText
from api.v1.shape import Shape, problems
from geo.staff.people import Person, change_role, find_people, find_person, take_role
from geo.staff.roles import Role

router = APIRouter()

Sees = Annotated[SignedIn, allowed("people.see")]
Manages = Annotated[SignedIn, allowed("people.manage", of=place_of_role_named)]


class HeldRoleShape(Shape):
    """A role that somebody has."""

    id: int = Field(description="number of this holding, for changing and taking it")
    role: Role
    at: str = Field(description="the agency or service point where it counts, in Thai")


class PersonShape(Shape):
    """A member of staff, with the roles that the asker may see."""

    id: int
    name: str
    email: str
    roles: list[HeldRoleShape]
    last_signed_in_at: datetime | None

    @classmethod
    def of(cls, person: Person) -> "PersonShape":
        return cls(
            id=person.id,
            name=person.name,
            email=person.email,
            roles=[HeldRoleShape(id=held.id, role=held.role, at=held.place) for held in person.roles],
            last_signed_in_at=person.last_signed_in_at,
        )


class PersonList(Shape):
    results: list[PersonShape] = Field(description="by name, at most 200")


class RoleChange(BaseModel):
    role: Role = Field(description="the role to have instead, at the same place")


Text = Annotated[PlainText, Query(description="words of the name or the e-mail address")]


@router.get("/people")
def list_people(session: DatabaseSession, who: Sees, q: Text = "") -> PersonList:
    """People with a role in the asker's agencies and below."""
    return PersonList(results=[PersonShape.of(person) for person in find_people(session, who.actor, q)])


@router.get("/people/{account_id}", responses=problems(_404="Nobody has this number, or nobody the asker may see."))
def show_person(session: DatabaseSession, who: Sees, account_id: int) -> PersonShape:
    """One person."""
    return PersonShape.of(find_person(session, who.actor, account_id))


@router.put(
    "/people/roles/{role_id}",
    responses=problems(_404="Nobody holds a role of this number.", _422="This role cannot be had here."),
)
def put_role(session: DatabaseSession, who: Manages, role_id: int, change: RoleChange) -> PersonShape:
    """Give somebody another role at the same place."""
    account = change_role(session, who.doer, role_id, change.role)
    session.commit()
    return PersonShape.of(find_person(session, who.actor, account.id))


@router.delete(
    "/people/roles/{role_id}",
    status_code=204,
    responses=problems(
        _404="Nobody holds a role of this number.", _422="It is the last administrator's, or one's own."
    ),
)
def delete_role(session: DatabaseSession, who: Manages, role_id: int) -> Response:
    """Remove somebody from an agency: her open sign-ins end."""
    take_role(session, who.doer, role_id)
    session.commit()
    return Response(status_code=204)

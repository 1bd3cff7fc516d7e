"""`/v1/staff/enrolment-tokens`: issued, refreshed, revoked."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field
from sqlalchemy import select

from api.database_session import DatabaseSession
from api.staff.access import SignedIn, allowed
from api.v1.shape import CODE, Shape, problems
from geo.errors import InvalidQuery, UnknownServicePoint
from geo.models import Agency, ServicePoint
from geo.staff.enrolment import Issued, find_tokens, issue_token, refresh_token, revoke_token
from geo.staff.people import GrantTo
from geo.staff.roles import Role
from geo.words import N_

router = APIRouter()

Issues = Annotated[SignedIn, allowed("enrolment.issue")]


class TokenShape(Shape):
    """A token; its code is told only when it is issued."""

    id: int
    role: Role
    at: str = Field(description="the agency or service point it is for, in Thai")
    state: Literal["open", "used", "revoked", "expired"]
    issued_at: datetime
    expires_at: datetime
    used_by: str | None = Field(description="name of whoever enrolled with it")


class TokenList(Shape):
    results: list[TokenShape] = Field(description="the newest first, at most 200; without revoked ones")


class IssuedShape(Shape):
    """A new token. Its code is not told again."""

    id: int
    code: str = Field(description="15 letters and digits, to be used once", examples=["A1B2C3D4E5F6G7H"])
    role: Role
    at: str = Field(description="the agency or service point it is for, in Thai")
    expires_at: datetime

    @classmethod
    def of(cls, issued: Issued) -> "IssuedShape":
        return cls(id=issued.id, code=issued.code, role=issued.role, at=issued.place, expires_at=issued.expires_at)


class NewToken(BaseModel):
    role: Role
    agency: str | None = Field(default=None, description=f"code of the agency it counts in; {CODE}")
    service_point: str | None = Field(default=None, description="code of the only service point it counts at")


@router.get("/enrolment-tokens")
def list_tokens(session: DatabaseSession, who: Issues) -> TokenList:
    """Tokens of the asker's agencies and below."""
    return TokenList(
        results=[
            TokenShape(
                id=one.id,
                role=one.role,
                at=one.place,
                state=one.state,
                issued_at=one.issued_at,
                expires_at=one.expires_at,
                used_by=one.used_by,
            )
            for one in find_tokens(session, who.actor)
        ]
    )


@router.post("/enrolment-tokens", status_code=201, responses=problems(_422="The role needs another place."))
def post_token(session: DatabaseSession, who: Issues, new: NewToken) -> IssuedShape:
    """Issue a token."""
    issued = issue_token(session, who.doer, _to(session, new))
    session.commit()
    return IssuedShape.of(issued)


@router.post(
    "/enrolment-tokens/{token_id}/refresh", status_code=201, responses=problems(_404="No token has this number.")
)
def post_refresh(session: DatabaseSession, who: Issues, token_id: int) -> IssuedShape:
    """Another code for the same role at the same place; the old one ends."""
    issued = refresh_token(session, who.doer, token_id)
    session.commit()
    return IssuedShape.of(issued)


@router.delete("/enrolment-tokens/{token_id}", status_code=204, responses=problems(_404="No token has this number."))
def delete_token(session: DatabaseSession, who: Issues, token_id: int) -> Response:
    """Revoke a token that has not been used."""
    revoke_token(session, who.doer, token_id)
    session.commit()
    return Response(status_code=204)


def _to(session: DatabaseSession, new: NewToken) -> GrantTo:
    agency_id, point_id = None, None
    if new.agency is not None:
        agency_id = session.scalar(select(Agency.id).where(Agency.code == new.agency))
        if agency_id is None:
            raise InvalidQuery(N_("No agency has the code '{code}'."), field="agency", code=new.agency)
    if new.service_point is not None:
        point_id = session.scalar(select(ServicePoint.id).where(ServicePoint.code == new.service_point))
        if point_id is None:
            raise UnknownServicePoint(new.service_point)
    return GrantTo(role=new.role, agency_id=agency_id, service_point_id=point_id)

"""`/v1/staff/audit`: the audit log."""

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field

from api.database_session import DatabaseSession
from api.staff.access import SignedIn, allowed
from api.v1.parameters import PlainText
from api.v1.shape import Shape, problems
from geo.staff.audit_search import AuditQuery, find_audit_lines

router = APIRouter()

Text = Annotated[PlainText, Query(description="words of the name of a person or record, or its code")]
Action = Annotated[PlainText, Query(description="what was done", examples=["people.give_role"])]
Since = Annotated[date | None, Query(description="from this day in Thailand")]
Until = Annotated[date | None, Query(description="to this day in Thailand, it included")]
Before = Annotated[int | None, Query(description="continue a list: entries older than the one of this number")]
Limit = Annotated[int, Query(ge=1, le=1_000, description="how many at most")]


class AuditShape(Shape):
    """One change."""

    id: int
    at: datetime
    by: str = Field(description="name of the person, as it was then")
    program: str | None = Field(description="name of her program's token, where a program did it")
    device: str
    network: str
    action: str
    kind: str = Field(description="what sort of record it is about", examples=["person"])
    record: str = Field(description="code or number of the record")
    name: str = Field(description="name of the record, as it was then")
    before: dict[str, Any] | None = Field(description="fields that changed, as they were; null: it was made")
    after: dict[str, Any] | None = Field(description="fields that changed, as they are; null: it is gone")


class AuditList(Shape):
    results: list[AuditShape] = Field(description="the latest first")
    next: int | None = Field(description="value of `before` for older ones; null at the end")


@router.get("/audit", responses=problems(_422="A day or a number cannot be read."))
def list_audit(  # noqa: PLR0913, PLR0917
    session: DatabaseSession,
    who: Annotated[SignedIn, allowed("audit.see")],
    q: Text = "",
    action: Action = "",
    since: Since = None,
    until: Until = None,
    before: Before = None,
    limit: Limit = 100,
) -> AuditList:
    """What was changed in the asker's agencies and below: who, when, from where, before and after."""
    query = AuditQuery(text=q, action=action, since=since, until=until, before_id=before, limit=limit + 1)
    lines = find_audit_lines(session, who.actor, query)
    results = [
        AuditShape(
            id=line.id,
            at=line.at,
            by=line.by,
            program=line.program,
            device=line.device,
            network=line.network,
            action=line.action,
            kind=line.subject_kind,
            record=line.subject_id,
            name=line.subject_name,
            before=dict(line.before) if line.before is not None else None,
            after=dict(line.after) if line.after is not None else None,
        )
        for line in lines[:limit]
    ]
    return AuditList(results=results, next=results[-1].id if len(lines) > limit else None)

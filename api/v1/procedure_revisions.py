"""`/v1/procedures/{code}/revisions`: the published revisions of a manual, each as it was, by its number."""

from datetime import date, datetime
from typing import Annotated, Self

from fastapi import APIRouter, Path
from pydantic import Field

from api.database_session import DatabaseSession
from api.v1.parameters import plain_text
from api.v1.shape import CODE, Shape, problems
from geo.manual import ManualContent
from geo.manual_revisions.read import RevisionHead, find_revision, find_revisions
from geo.opening_hours import BANGKOK
from geo.procedure_head import find_procedure_head

router = APIRouter(tags=["procedures"])

Code = Annotated[str, Path(description=CODE)]
Number = Annotated[int, Path(description="of the revision")]


class RevisionShape(Shape):
    """A published revision of a manual, which never changes any more."""

    number: int
    standing: str = Field(description="`in_force`, `superseded` or, before its day, `to_come`")
    effective_from: date
    effective_until: date | None = Field(description="the last day; null: nothing has followed")
    published_at: datetime

    @classmethod
    def of(cls, revision: RevisionHead) -> Self:
        return cls.model_validate(_named(revision))


class WholeRevisionShape(RevisionShape):
    """With what it says."""

    manual: ManualContent | None = Field(description="null: from then on there was no manual")

    @classmethod
    def of_whole(cls, revision: RevisionHead) -> Self:
        return cls.model_validate(_named(revision) | {"manual": revision.content})


class RevisionList(Shape):
    results: list[RevisionShape] = Field(description="the latest number first")


@router.get("/procedures/{code}/revisions", responses=problems(_404="No procedure has this code."))
def list_revisions(code: Code, session: DatabaseSession) -> RevisionList:
    """The published revisions of a procedure's manual."""
    head = find_procedure_head(session, plain_text(code))
    revisions = find_revisions(session, head.code, published_only=True)
    return RevisionList(results=[RevisionShape.of(one) for one in revisions])


@router.get(
    "/procedures/{code}/revisions/{number}",
    responses=problems(_404="No procedure has this code, or no published revision this number.", _422="Not a number."),
)
def show_revision(code: Code, number: Number, session: DatabaseSession) -> WholeRevisionShape:
    """One revision, also when another has followed."""
    head = find_procedure_head(session, plain_text(code))
    return WholeRevisionShape.of_whole(find_revision(session, head.code, number, published_only=True))


def _named(revision: RevisionHead) -> dict[str, object]:
    return {
        "number": revision.number,
        "standing": revision.standing,
        "effective_from": revision.effective_from,
        "effective_until": revision.effective_until,
        "published_at": revision.published_at.astimezone(BANGKOK) if revision.published_at else None,
    }

"""`/v1/categories` and `/v1/user-groups`: for those who would rather look through than type."""

from typing import Self

from fastapi import APIRouter
from pydantic import Field

from api.database_session import DatabaseSession
from api.v1.shape import Shape
from geo.tags import Label, find_labels

router = APIRouter(tags=["procedures"])


class LabelShape(Shape):
    """A label on procedures."""

    name_th: str = Field(description="the label, as `category` or `user_group` of `/v1/procedures` takes it")
    name_en: str | None = Field(description="the same in English, where somebody has said it")
    procedures: int = Field(description="how many procedures have it")

    @classmethod
    def of(cls, label: Label) -> Self:
        return cls(name_th=label.name_th, name_en=label.name_en, procedures=label.count)


class LabelList(Shape):
    results: list[LabelShape]


@router.get("/categories")
def list_categories(session: DatabaseSession) -> LabelList:
    """Service categories, in the order of the Thai dictionary."""
    return _labels(session, "category")


@router.get("/user-groups")
def list_user_groups(session: DatabaseSession) -> LabelList:
    """User groups: the events of a life from birth to death first, then the others by the Thai dictionary."""
    return _labels(session, "user_group")


def _labels(session: DatabaseSession, kind: str) -> LabelList:
    return LabelList(results=[LabelShape.of(label) for label in find_labels(session, kind)])

"""`/v1/staff/tags`: the lists of tags that procedures are given."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.database_session import DatabaseSession
from api.staff.access import SignedIn, allowed
from api.v1.shape import Shape, problems
from geo.models import TAG_KINDS
from geo.opening_hours import BANGKOK
from geo.staff.tag_list import ListedTag, add_tag, change_tag, find_tags

router = APIRouter()

Keeps = Annotated[SignedIn, allowed("tag.keep")]


class TagShape(Shape):
    """A tag with how many procedures have it."""

    id: int
    kind: str = Field(description="category, user_group or free")
    name_th: str
    name_en: str | None
    in_list: bool = Field(description="whether it can be chosen; a free one can always be typed")
    procedures: int
    updated_at: datetime
    updated_by: str | None
    version: int = Field(description="to be sent with a change")

    @classmethod
    def of(cls, tag: ListedTag) -> "TagShape":
        named = {name: getattr(tag, name) for name in ListedTag.__dataclass_fields__}
        return cls.model_validate(named | {"updated_at": tag.updated_at.astimezone(BANGKOK)})


class TagList(Shape):
    results: list[TagShape]


class NewTag(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: Literal["category", "user_group", "free"]
    name_th: str
    name_en: str | None = None


class TagChange(BaseModel):
    """Fields that are left out stay as they are."""

    model_config = ConfigDict(extra="forbid")

    version: int
    name_th: str | None = None
    name_en: str | None = None
    in_list: bool | None = None


@router.get("/tags")
def list_tags(session: DatabaseSession, who: Keeps) -> TagList:
    """Every tag, by kind."""
    return TagList(results=[TagShape.of(tag) for kind in TAG_KINDS for tag in find_tags(session, kind)])


@router.post("/tags", status_code=201, responses=problems(_422="There is no name, or it is in the list already."))
def post_tag(session: DatabaseSession, who: Keeps, new: NewTag) -> TagShape:
    """Add a tag to its list."""
    tag = add_tag(session, who.doer, new.kind, {"name_th": new.name_th, "name_en": new.name_en})
    session.commit()
    return TagShape.of(tag)


@router.patch(
    "/tags/{tag_id}",
    responses=problems(_404="No tag has this number.", _409="Somebody else saved it.", _422="A name cannot be taken."),
)
def patch_tag(session: DatabaseSession, who: Keeps, tag_id: int, change: TagChange) -> TagShape:
    """Rename it everywhere, or take it out of the list or back into it."""
    given = {name: getattr(change, name) for name in change.model_fields_set if name != "version"}
    tag = change_tag(session, who.doer, tag_id, change.version, given)
    session.commit()
    return TagShape.of(tag)

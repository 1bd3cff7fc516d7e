"""The lists of tags that procedures are given: kept by administrators, renamed everywhere at once, never lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from geo.errors import InvalidQuery
from geo.models import TAG_KINDS, ProcedureTag, Tag
from geo.staff import field_checks as check
from geo.staff.audit import Doer, Subject, acting, record
from geo.staff.errors import FieldsRefused, SavedByAnother, UnknownRecord
from geo.words import N_

TAG_KIND_NAMES = {
    "category": N_("Service categories"),
    "user_group": N_("User groups"),
    "free": N_("Free tags"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedTag:
    """`procedures`: how many have it. `in_list`: it can be chosen; a free one can always be typed."""

    id: int
    kind: str
    name_th: str
    name_en: str | None
    in_list: bool
    procedures: int
    updated_at: datetime
    updated_by: str | None
    version: int


def find_tags(session: Session, kind: str) -> list[ListedTag]:
    """All of a kind, those in the list first, by the Thai dictionary. Raises: UnknownRecord."""
    _must_be_kind(kind)
    used = select(func.count()).where(ProcedureTag.tag_id == Tag.id).scalar_subquery()
    order = (Tag.in_list.desc(), Tag.name_th.collate("th-x-icu"), Tag.id)
    rows = session.execute(select(Tag, used).where(Tag.kind == kind).order_by(*order))
    return [_listed(tag, count) for tag, count in rows]


def find_tag_choices(session: Session, kind: str) -> list[str]:
    """The Thai names that can be chosen."""
    statement = select(Tag.name_th).where(Tag.kind == kind, Tag.in_list)
    return list(session.scalars(statement.order_by(Tag.name_th.collate("th-x-icu"), Tag.id)))


def load_tag(session: Session, tag_id: int) -> ListedTag:
    """Raises: UnknownRecord."""
    tag = session.get(Tag, tag_id)
    if tag is None:
        raise UnknownRecord()
    return _with_count(session, tag)


def add_tag(session: Session, doer: Doer, kind: str, given: Mapping[str, object]) -> ListedTag:
    """Into the list, also one that was taken out or typed freely. Raises: UnknownRecord, FieldsRefused."""
    _must_be_kind(kind)
    clean = check.check_fields({"name_th": "", **given}, _CHECKS)
    tag = session.scalar(select(Tag).where(Tag.kind == kind, Tag.name_th == clean["name_th"]).with_for_update())
    if tag is not None and tag.in_list:
        raise FieldsRefused([_taken(clean["name_th"])])
    if tag is None:
        tag = Tag(kind=kind, name_th=str(clean["name_th"]))
        session.add(tag)
    tag.name_en = clean.get("name_en") or tag.name_en  # type: ignore[assignment]
    tag.in_list = True
    _save(session, doer, tag)
    record(session, doer, "tag.add", _subject(tag), before=None, after=_state(tag))
    return _with_count(session, tag)


def change_tag(session: Session, doer: Doer, tag_id: int, version: int, given: Mapping[str, object]) -> ListedTag:
    """Its names, and whether it is in the list. Raises: UnknownRecord, SavedByAnother, FieldsRefused."""
    tag = session.get(Tag, tag_id, with_for_update=True, populate_existing=True)
    if tag is None:
        raise UnknownRecord()
    if tag.version != version:
        raise SavedByAnother(version=tag.version, since=tag.version - version, by=tag.updated_by)
    before = _state(tag)
    clean = check.check_fields(given, _CHECKS)
    name = clean.get("name_th", tag.name_th)
    if name != tag.name_th and session.scalar(select(Tag.id).where(Tag.kind == tag.kind, Tag.name_th == name)):
        raise FieldsRefused([_taken(name)])
    if all(before[field] == value for field, value in clean.items()):
        return _with_count(session, tag)
    for field, value in clean.items():
        setattr(tag, field, value)
    _save(session, doer, tag)
    record(session, doer, "tag.edit", _subject(tag), before=before, after=_state(tag))
    return _with_count(session, tag)


_CHECKS: Mapping[str, check.Check] = {
    "name_th": check.text(200, required=True),
    "name_en": check.text(200),
    "in_list": check.yes_or_no(empty=False),
}


def _must_be_kind(kind: str) -> None:
    if kind not in TAG_KINDS:
        raise UnknownRecord()


def _save(session: Session, doer: Doer, tag: Tag) -> None:
    tag.updated_by = acting(doer).name
    tag.updated_at = func.clock_timestamp()
    session.flush()
    session.refresh(tag)


def _state(tag: Tag) -> dict[str, object]:
    return {"name_th": tag.name_th, "name_en": tag.name_en, "in_list": tag.in_list}


def _listed(tag: Tag, count: int) -> ListedTag:
    names = [name for name in ListedTag.__dataclass_fields__ if name != "procedures"]
    return ListedTag(**{name: getattr(tag, name) for name in names}, procedures=count)


def _with_count(session: Session, tag: Tag) -> ListedTag:
    return _listed(tag, session.scalar(select(func.count()).where(ProcedureTag.tag_id == tag.id)) or 0)


def _subject(tag: Tag) -> Subject:
    return Subject("tag", str(tag.id), tag.name_th)


def _taken(name: object) -> InvalidQuery:
    return InvalidQuery(N_("'{value}' is in the list already."), field="name_th", value=name)

"""Labels on procedures: service categories, user groups (life events among them), free tags."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from geo.models import Procedure, ProcedureTag, Tag
from geo.words import N_, Name

LIFE_EVENTS: dict[str, str] = {
    "เกิด": N_("Birth"),
    "เรียน": N_("School"),
    "ทำงาน": N_("Work"),
    "แต่งงานและครอบครัว": N_("Marriage and family"),
    "ที่ดินและบ้าน": N_("Land and home"),
    "ธุรกิจ": N_("Business"),
    "ผู้สูงอายุ": N_("Old age"),
    "เสียชีวิต": N_("Death"),
}
"""User groups that are times of a life, in its order; by the Thai name of the tag."""


@dataclass(frozen=True, slots=True)
class Label:
    """`name_th` tells it from others of its kind. `count`: how many shown procedures have it."""

    kind: str
    name_th: str
    count: int
    name_en: str | None = None


def find_labels(session: Session, kind: str) -> list[Label]:
    """Those that a shown procedure has; life events first, in their order, then by the Thai dictionary."""
    statement = (
        select(Tag.kind, Tag.name_th, func.count(Procedure.id), Tag.name_en)
        .join(ProcedureTag, ProcedureTag.tag_id == Tag.id)
        .join(Procedure, Procedure.id == ProcedureTag.procedure_id)
        .where(Tag.kind == kind, Procedure.shown)
        .group_by(Tag.id)
        .order_by(Tag.name_th.collate("th-x-icu"), Tag.id)
    )
    labels = [Label(*row) for row in session.execute(statement)]
    if kind != "user_group":
        return labels
    by_name = {label.name_th: label for label in labels}
    events = [
        replace(label, name_en=label.name_en or english)
        for thai, english in LIFE_EVENTS.items()
        if (label := by_name.pop(thai, None))
    ]
    return [*events, *by_name.values()]


def find_life_events(session: Session) -> list[str]:
    """Thai names of those that a shown procedure belongs to, in the order of a life."""
    found = set(session.scalars(_USED_EVENTS))
    return [name for name in LIFE_EVENTS if name in found]


_USED_EVENTS = select(Tag.name_th).where(
    Tag.kind == "user_group",
    Tag.name_th.in_(LIFE_EVENTS),
    exists().where(ProcedureTag.tag_id == Tag.id, Procedure.id == ProcedureTag.procedure_id, Procedure.shown),
)


def find_labels_of(session: Session, procedure_ids: Sequence[int], kind: str) -> list[Label]:
    """The labels of these procedures, each once, in the order of the procedures."""
    if not procedure_ids:
        return []
    statement = (
        select(ProcedureTag.procedure_id, Tag.name_th)
        .join(Tag, Tag.id == ProcedureTag.tag_id)
        .where(Tag.kind == kind, ProcedureTag.procedure_id.in_(procedure_ids))
        .order_by(ProcedureTag.position)
    )
    rows = sorted(session.execute(statement), key=lambda row: procedure_ids.index(row[0]))
    counted = {label.name_th: label for label in find_labels(session, kind)}
    names = dict.fromkeys(name for _procedure_id, name in rows)
    return [counted[name] for name in names if name in counted]


def find_first_labels(session: Session, procedure_ids: Sequence[int], kind: str) -> dict[int, Name]:
    """The first label of the kind that each of these procedures has, by its id."""
    statement = (
        select(ProcedureTag.procedure_id, Tag.name_th, Tag.name_en)
        .join(Tag, Tag.id == ProcedureTag.tag_id)
        .where(Tag.kind == kind, ProcedureTag.procedure_id.in_(procedure_ids))
        .order_by(ProcedureTag.procedure_id, ProcedureTag.position.desc())
    )
    return {int(id_): Name(th, en) for id_, th, en in session.execute(statement)}  # the first one comes last, and stays

"""One procedure by its code, with its manual in force."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from geo.manual import ManualContent
from geo.manual_revisions.in_force import ManualInForce, find_in_force
from geo.merged_procedures import unknown_procedure
from geo.models import TAG_KINDS, ProcedureTag, Tag
from geo.procedure_head import ProcedureHead, find_procedure_head
from geo.procedure_list import ProcedureName, find_name


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureDetail:
    """A procedure with its manual in force, which may not have been written yet. Tags are Thai names by kind."""

    name: ProcedureName
    head: ProcedureHead
    tags: dict[str, list[str]]
    in_force: ManualInForce | None

    @property
    def manual(self) -> ManualContent | None:
        return self.in_force.content if self.in_force else None


def find_procedure(session: Session, code: str) -> ProcedureDetail:
    """Raises: UnknownProcedure, also for one that is not shown; MergedProcedure."""
    name = find_name(session, code)
    if name is None:
        raise unknown_procedure(session, code)
    return ProcedureDetail(
        name=name,
        head=find_procedure_head(session, code),
        tags=_tags(session, name.id),
        in_force=find_in_force(session, name.id),
    )


_TAGS = (
    select(Tag.kind, Tag.name_th)
    .join(ProcedureTag, ProcedureTag.tag_id == Tag.id)
    .where(ProcedureTag.procedure_id == bindparam("procedure_id"))
    .order_by(ProcedureTag.position)
)


def _tags(session: Session, procedure_id: int) -> dict[str, list[str]]:
    tags: dict[str, list[str]] = {kind: [] for kind in TAG_KINDS}
    for kind, name in session.execute(_TAGS, {"procedure_id": procedure_id}):
        tags[kind].append(name)
    return tags

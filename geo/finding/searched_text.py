"""What a search looks through: of each procedure its names, its tags, and what its manual says."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from geo.manual_revisions.in_force import IN_FORCE
from geo.models import CommonName, Procedure, ProcedureTag, Tag

NamePart = Literal["title", "common_name"]

_BODY: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("conditions", ("text_th", "text_en")),
    ("documents", ("name_th", "name_en")),
    ("steps", ("name_th", "name_en")),
    ("fees", ("name_th", "name_en")),
    ("forms", ("name_th", "name_en")),
)
"""The parts of a manual that say what it is about; its laws and complaints are nearly the same in all."""


@dataclass(frozen=True, slots=True)
class Name:
    part: NamePart
    language: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchedText:
    """One shown procedure. `names`: its Thai title first. `summaries` and `body` are sentences of the manual."""

    id: int
    code: str
    names: tuple[Name, ...]
    summaries: tuple[str, ...]
    tags: tuple[str, ...]
    body: tuple[str, ...]


def find_searched_texts(session: Session, procedure_ids: Sequence[int]) -> list[SearchedText]:
    """Those of `procedure_ids` that exist and are shown, by id."""
    shown = session.execute(
        select(Procedure.id, Procedure.code, Procedure.title_th, Procedure.title_en)
        .where(Procedure.id == _any(procedure_ids), Procedure.shown)
        .order_by(Procedure.id)
    ).all()
    common = _common_names(session, procedure_ids)
    tags = _tags(session, procedure_ids)
    manuals = _manuals(session, procedure_ids)
    return [
        SearchedText(
            id=procedure_id,
            code=code,
            names=(*_titles(title_th, title_en), *common.get(procedure_id, ())),
            summaries=tuple(manual_summaries(manuals.get(procedure_id, {}))),
            tags=tuple(tags.get(procedure_id, ())),
            body=tuple(manual_sentences(manuals.get(procedure_id, {}))),
        )
        for procedure_id, code, title_th, title_en in shown
    ]


def manual_summaries(content: Mapping[str, Any]) -> Iterator[str]:
    """Thai, then English, where there is any."""
    return (summary for field in ("summary_th", "summary_en") if (summary := content.get(field)))


def manual_sentences(content: Mapping[str, Any]) -> Iterator[str]:
    """Its conditions, documents, steps, fees and forms, in both languages."""
    for part, fields in _BODY:
        for entry in content.get(part, ()):
            yield from (sentence for field in fields if (sentence := entry.get(field)))


def _titles(thai: str, english: str | None) -> Iterator[Name]:
    yield Name("title", "th", thai)
    if english:
        yield Name("title", "en", english)


def _common_names(session: Session, procedure_ids: Sequence[int]) -> dict[int, list[Name]]:
    statement = (
        select(CommonName.procedure_id, CommonName.language, CommonName.name)
        .where(CommonName.procedure_id == _any(procedure_ids))
        .order_by(CommonName.procedure_id, CommonName.language.desc(), CommonName.position, CommonName.name)
    )
    names: dict[int, list[Name]] = {}
    for procedure_id, language, name in session.execute(statement):
        names.setdefault(procedure_id, []).append(Name("common_name", language, name))
    return names


def _tags(session: Session, procedure_ids: Sequence[int]) -> dict[int, list[str]]:
    statement = (
        select(ProcedureTag.procedure_id, Tag.name_th)
        .join(Tag, Tag.id == ProcedureTag.tag_id)
        .where(ProcedureTag.procedure_id == _any(procedure_ids))
        .order_by(ProcedureTag.procedure_id, Tag.kind, ProcedureTag.position)
    )
    tags: dict[int, list[str]] = {}
    for procedure_id, name in session.execute(statement):
        tags.setdefault(procedure_id, []).append(name)
    return tags


def _manuals(session: Session, procedure_ids: Sequence[int]) -> dict[int, Mapping[str, Any]]:
    statement = select(IN_FORCE.c.procedure_id, IN_FORCE.c.content).where(
        IN_FORCE.c.procedure_id == _any(procedure_ids)
    )
    return {row.procedure_id: row.content for row in session.execute(statement)}


def _any(ids: Sequence[int]) -> Any:
    # one array instead of as many parameters as there are procedures
    return text("ANY (CAST(:procedure_ids AS integer[]))").bindparams(procedure_ids=list(ids))

"""What a search looks through: of each procedure its names, its tags, and what its manual says."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ARRAY, JSON, Integer, Text, any_, bindparam, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
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

_COMMON_NAMES = select(
    func.json_agg(
        aggregate_order_by(
            func.json_build_array(CommonName.language, CommonName.name),
            CommonName.language.desc(),
            CommonName.position,
            CommonName.name,
        ),
        type_=JSON,
    )
).where(CommonName.procedure_id == Procedure.id)
_TAGS = (
    select(func.array_agg(aggregate_order_by(Tag.name_th, Tag.kind, ProcedureTag.position), type_=ARRAY(Text)))
    .join(ProcedureTag, ProcedureTag.tag_id == Tag.id)
    .where(ProcedureTag.procedure_id == Procedure.id)
)
# not a join, for which the manuals of all procedures would be read to find these
_CONTENT = select(IN_FORCE.c.content).where(IN_FORCE.c.procedure_id == Procedure.id)

# Built once, one statement for all there is: to build one takes longer than to run it, and keystrokes do. One array
# instead of as many parameters as there are procedures.
_SEARCHED = (
    select(
        Procedure.id,
        Procedure.code,
        Procedure.title_th,
        Procedure.title_en,
        _COMMON_NAMES.scalar_subquery().label("common_names"),
        _TAGS.scalar_subquery().label("tags"),
        _CONTENT.scalar_subquery().label("content"),
    )
    .where(Procedure.id == any_(bindparam("procedure_ids", type_=ARRAY(Integer))), Procedure.shown)
    .order_by(Procedure.id)
)


@dataclass(frozen=True, slots=True)
class Name:
    part: NamePart
    language: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchedText:
    """One shown procedure. `names`: its Thai title first. `summaries`, `situations` and `body` are of the manual.

    A situation is told in Thai, and in English where somebody has written that.
    """

    id: int
    code: str
    names: tuple[Name, ...]
    summaries: tuple[str, ...]
    situations: tuple[tuple[str, ...], ...]
    tags: tuple[str, ...]
    body: tuple[str, ...]


def find_searched_texts(session: Session, procedure_ids: Sequence[int]) -> list[SearchedText]:
    """Those of `procedure_ids` that exist and are shown, by id."""
    return [
        SearchedText(
            id=row.id,
            code=row.code,
            names=(*_titles(row.title_th, row.title_en), *_common_names(row.common_names or ())),
            summaries=tuple(manual_summaries(row.content or {})),
            situations=tuple(manual_situations(row.content or {})),
            tags=tuple(row.tags or ()),
            body=tuple(manual_sentences(row.content or {})),
        )
        for row in session.execute(_SEARCHED, {"procedure_ids": list(procedure_ids)})
    ]


def manual_summaries(content: Mapping[str, Any]) -> Iterator[str]:
    """Thai, then English, where there is any."""
    return (summary for field in ("summary_th", "summary_en") if (summary := content.get(field)))


def manual_situations(content: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Each in Thai, and in English where there is any."""
    return (tuple(_texts(entry, ("text_th", "text_en"))) for entry in content.get("situations", ()))


def manual_sentences(content: Mapping[str, Any]) -> Iterator[str]:
    """Its conditions, documents, steps, fees and forms, in both languages."""
    for part, fields in _BODY:
        for entry in content.get(part, ()):
            yield from _texts(entry, fields)


def _texts(entry: Mapping[str, Any], fields: Sequence[str]) -> Iterator[str]:
    return (text for field in fields if (text := entry.get(field)))


def _titles(thai: str, english: str | None) -> Iterator[Name]:
    yield Name("title", "th", thai)
    if english:
        yield Name("title", "en", english)


def _common_names(found: Iterable[tuple[str, str]]) -> Iterator[Name]:
    return (Name("common_name", language, name) for language, name in found)

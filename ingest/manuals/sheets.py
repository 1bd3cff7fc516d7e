"""Manuals as a workbook: a sheet of all manuals, and one for each of their lists, tied together by the code."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, get_args

from geo.manual import (
    Channel,
    Complaint,
    Condition,
    Document,
    Fee,
    Form,
    ManualContent,
    Part,
    Reference,
    Situation,
    Statistic,
    Step,
)
from ingest.files.write_xlsx import Sheet, write_sheets

MANUALS = "manuals"
"""The sheet that has a row for each manual."""

CODE = "code"

HEAD_TEXTS = ("title_th", "title_en", "agency_code", "kind", "jurisdiction", "jurisdiction_of", "online_url")
HEAD_LISTS = ("common_names_th", "common_names_en", "category", "user_group", "free", "areas")
"""Several in one cell, each on a line of its own."""

DURATION = ("total_duration_amount", "total_duration_unit")
TEXTS = ("summary_th", "summary_en", "notes_th", "notes_en")

LISTS: Mapping[str, type[Part]] = {
    "situations": Situation,
    "conditions": Condition,
    "documents": Document,
    "fees": Fee,
    "channels": Channel,
    "steps": Step,
    "forms": Form,
    "law": Reference,
    "complaints": Complaint,
    "statistics": Statistic,
}
"""Each a sheet with the columns of its model, in the order of the rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualToWrite:
    """`head` has what there is of `HEAD_TEXTS` and `HEAD_LISTS`."""

    code: str
    head: Mapping[str, object]
    content: ManualContent


def columns_of(sheet: str) -> tuple[str, ...]:
    """The first is the code."""
    if sheet == MANUALS:
        return (CODE, *HEAD_TEXTS, *HEAD_LISTS, *TEXTS, *DURATION)
    return (CODE, *LISTS[sheet].model_fields)


def kind_of(sheet: str, column: str) -> type:
    """What a cell of the column holds: `str`, `int`, `float` or `bool`."""
    if sheet == MANUALS:
        return float if column == DURATION[0] else str
    annotation = LISTS[sheet].model_fields[column].annotation
    kinds = [one for one in (annotation, *get_args(annotation)) if one in (bool, int, float)]
    return kinds[0] if kinds else str


def write_workbook(stream: IO[bytes], manuals: Sequence[ManualToWrite]) -> None:
    sheets = [Sheet(MANUALS, columns_of(MANUALS), [_head_row(one) for one in manuals])]
    sheets += [Sheet(name, columns_of(name), _list_rows(name, manuals)) for name in LISTS]
    write_sheets(stream, sheets)


def _head_row(manual: ManualToWrite) -> list[object]:
    content = manual.content
    total = content.total_duration
    return [
        manual.code,
        *(manual.head.get(name) for name in HEAD_TEXTS),
        *(_lines(manual.head.get(name)) for name in HEAD_LISTS),
        *(getattr(content, name) for name in TEXTS),
        *((float(total.amount), total.unit) if total else (None, None)),
    ]


def _lines(value: object) -> str | None:
    return "\n".join(map(str, value)) if isinstance(value, list | tuple) and value else None


def _list_rows(name: str, manuals: Sequence[ManualToWrite]) -> Iterator[list[object]]:
    for manual in manuals:
        for part in getattr(manual.content, name):
            yield [manual.code, *(_cell(getattr(part, column)) for column in LISTS[name].model_fields)]


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value

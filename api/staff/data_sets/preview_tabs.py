"""What a data set would change, in parts: changed, new, to be hidden, refused, pins; each page by page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from api.citizen.answer.distances import distance_in_words
from api.pages.languages import prefix_of
from api.pages.phrase import Phrase, phrase
from api.staff.audit_log.record_words import value_in_words
from geo.words import N_, translate
from ingest.data_sets.find_data_sets import DataSetLine
from ingest.data_sets.find_rows import PinLine, PreviewRow, RefusedRow, find_changes, find_pins, find_refused
from ingest.data_sets.sheet_columns import COLUMN_NAMES

ON_A_PAGE = 50

_NAMES = {
    "changed": N_("Changed"),
    "new": N_("New"),
    "gone": N_("Not in the file"),
    "refused": N_("Refused"),
    "pins": N_("Pins"),
    "unchanged": N_("Unchanged"),
}
_NOTHING = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewTab:
    name: str
    title: str
    count: str
    href: str
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CellChange:
    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedRow:
    """`href` None: the record is not there yet, or has no page."""

    number: str
    code: str
    name: Phrase
    href: str | None
    cells: tuple[CellChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedLine:
    number: int
    columns: str
    reasons: tuple[str, ...]
    cells: tuple[CellChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PinRow:
    """`place` is the number on the map; `was` None: a new pin."""

    place: int
    code: str
    name: Phrase
    lat: float
    lon: float
    was: tuple[float, float] | None
    moved: str
    findings: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One page of one tab; only the part that the tab is about is filled."""

    tab: str
    rows: tuple[ChangedRow, ...] = ()
    refused: tuple[RefusedLine, ...] = ()
    pins: tuple[PinRow, ...] = ()
    first_href: str | None = None
    next_href: str | None = None


def preview_tabs(one: DataSetLine, base: str, asked: str, language: str) -> tuple[PreviewTab, ...]:
    """Those that hold something; the one that was asked for is open, else the first."""
    counts = {
        "changed": one.changed,
        "new": one.new,
        "gone": one.gone,
        "refused": one.refused,
        "pins": one.moved,
        "unchanged": one.unchanged,
    }
    names = [name for name, count in counts.items() if count]
    here = asked if asked in names else next(iter(names), "")
    return tuple(
        PreviewTab(
            name=name,
            title=translate(_NAMES[name], language),
            count=f"{counts[name]:,}",
            href=f"{base}?show={name}#rows",
            is_here=name == here,
        )
        for name in names
    )


def shown_of(  # noqa: PLR0913, PLR0917
    session: Session, one: DataSetLine, base: str, tab: str, after: int, language: str
) -> Shown:
    after = max(0, min(after, 2_000_000_000))
    limit = ON_A_PAGE + 1
    first = f"{base}?show={tab}#rows" if after else None

    def next_href(found: int, last: int) -> str | None:
        return f"{base}?show={tab}&after={last}#rows" if found > ON_A_PAGE else None

    if tab == "refused":
        refused = find_refused(session, one.id, after=after, limit=limit)
        lines = tuple(_refused(row, language) for row in refused[:ON_A_PAGE])
        following = next_href(len(refused), lines[-1].number) if lines else None
        return Shown(tab=tab, refused=lines, first_href=first, next_href=following)
    if tab == "pins":
        pins = find_pins(session, one.id, after=after, limit=limit)
        rows = tuple(_pin(pin, place, language) for place, pin in enumerate(pins[:ON_A_PAGE], after + 1))
        return Shown(tab=tab, pins=rows, first_href=first, next_href=next_href(len(pins), after + ON_A_PAGE))
    found = find_changes(session, one.id, tab, after=after, limit=limit)
    changed = tuple(_changed(row, one, language) for row in found[:ON_A_PAGE])
    following = next_href(len(found), found[ON_A_PAGE - 1].number) if len(found) > ON_A_PAGE else None
    return Shown(tab=tab, rows=changed, first_href=first, next_href=following)


def _changed(row: PreviewRow, one: DataSetLine, language: str) -> ChangedRow:
    return ChangedRow(
        number="" if row.change == "gone" else f"{row.number:,}",
        code=row.code,
        name=phrase(language, row.name),
        href=_href(row, one, language),
        cells=tuple(
            CellChange(
                column=_column(name, language),
                before=_text(name, before, language),
                after=_text(name, after, language),
            )
            for name, (before, after) in _in_order(row.changes)
            if row.change != "new" or after not in (None, [], "")
        ),
    )


def _href(row: PreviewRow, one: DataSetLine, language: str) -> str | None:
    if row.change == "new" and one.state != "active":
        return None
    folder = {"service-points": "service-points", "agencies": "agencies"}.get(one.kind)
    return f"{prefix_of(language)}/staff/{folder}/{row.code}" if folder else None


def _refused(row: RefusedRow, language: str) -> RefusedLine:
    return RefusedLine(
        number=row.number,
        columns=", ".join(_column(column, language) for column in row.columns),
        reasons=tuple(sentence.render(language) for sentence in row.sentences),
        cells=tuple(
            CellChange(column=_column(name, language), before="", after=_text(name, value, language))
            for name, value in _in_order(row.original)
            if name in COLUMN_NAMES and value not in (None, "", [])
        )[:8],
    )


def _pin(pin: PinLine, place: int, language: str) -> PinRow:
    return PinRow(
        place=place,
        code=pin.code,
        name=phrase(language, pin.name),
        lat=pin.lat,
        lon=pin.lon,
        was=pin.was,
        moved=distance_in_words(pin.moved_m, language) if pin.was else "",
        findings=tuple((one.render(language), remedy.render(language)) for one, remedy in pin.findings),
    )


def _in_order(changes: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Of the columns in a sheet."""
    return sorted(
        changes.items(), key=lambda item: list(COLUMN_NAMES).index(item[0]) if item[0] in COLUMN_NAMES else 99
    )


def _column(name: str, language: str) -> str:
    return translate(COLUMN_NAMES[name], language) if name in COLUMN_NAMES else name


def _text(name: str, value: object, language: str) -> str:
    return value_in_words(name, value, language) or _NOTHING

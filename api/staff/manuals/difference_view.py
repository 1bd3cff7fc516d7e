"""A revision beside the one in force, part by part, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.manual.entry_words import EntryLine, entry_lines
from geo.manual import PART_NAMES, ManualContent
from geo.manual_revisions.differences import How, Pair, find_differences
from geo.words import N_, translate

HOW_NAMES: Mapping[How, str] = {
    "same": N_("unchanged"),
    "new": N_("new"),
    "gone": N_("left out"),
    "changed": N_("changed"),
}


@dataclass(frozen=True, slots=True)
class SideLine:
    line: EntryLine
    is_other: bool
    """Whether the other side says something else here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairView:
    how: How
    how_name: str
    before: tuple[SideLine, ...]
    after: tuple[SideLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """`summary` tells how much of it is new, changed or left out."""

    part: str
    name: str
    changes: bool
    summary: str
    pairs: tuple[PairView, ...]


def difference_view(before: ManualContent | None, after: ManualContent, language: str) -> tuple[PartView, ...]:
    """Every part that says something on either side."""
    return tuple(
        PartView(
            part=one.part,
            name=translate(PART_NAMES[one.part], language),
            changes=one.changes,
            summary=_summary(one.pairs, language),
            pairs=tuple(_pair(one.part, pair, language) for pair in one.pairs),
        )
        for one in find_differences(before, after)
        if one.pairs
    )


def _summary(pairs: tuple[Pair, ...], language: str) -> str:
    counts = {how: sum(pair.how == how for pair in pairs) for how in ("new", "changed", "gone")}
    words = [f"{translate(HOW_NAMES[how], language)}: {count}" for how, count in counts.items() if count]  # type: ignore[index]
    return " · ".join(words) or translate(HOW_NAMES["same"], language)


def _pair(part: str, pair: Pair, language: str) -> PairView:
    before, after = (_lines(part, one, language) for one in (pair.before, pair.after))
    texts = {(line.name, line.text.text) for line in before}, {(line.name, line.text.text) for line in after}
    return PairView(
        how=pair.how,
        how_name=translate(HOW_NAMES[pair.how], language),
        before=tuple(SideLine(line, (line.name, line.text.text) not in texts[1]) for line in before),
        after=tuple(SideLine(line, (line.name, line.text.text) not in texts[0]) for line in after),
    )


def _lines(part: str, entry: Mapping[str, Any] | None, language: str) -> tuple[EntryLine, ...]:
    return entry_lines(part, entry, language) if entry else ()

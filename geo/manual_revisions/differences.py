"""What a revision changes, part by part: which entries are new, gone, changed or the same as before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from geo.manual import PARTS, ManualContent

How = Literal["same", "new", "gone", "changed"]
Entry = Mapping[str, Any]

LIKE_ENOUGH = 55
"""Of 100: from here on two entries are one that was rewritten, not one that went and one that came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """An entry as it was and as it is to be; None: it was not there, or is there no more."""

    how: How
    before: Entry | None
    after: Entry | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartDifference:
    """`pairs` in the order they are read in: those of a list, or one pair of single fields."""

    part: str
    pairs: tuple[Pair, ...]

    @property
    def changes(self) -> bool:
        return any(pair.how != "same" for pair in self.pairs)


def find_differences(before: ManualContent | None, after: ManualContent) -> list[PartDifference]:
    """For every part, those without changes too. `before` None: there was no manual."""
    old, new = (before or ManualContent()).as_json(), after.as_json()
    return [PartDifference(part=part, pairs=tuple(_pairs(names, old, new))) for part, names in PARTS.items()]


def _pairs(names: Sequence[str], old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Pair]:
    lists = [name for name in names if isinstance(old.get(name, new.get(name)), list)]
    singles = [name for name in names if name not in lists]
    pairs = [pair for name in lists for pair in _aligned(old.get(name, []), new.get(name, []))]
    was, now = ({name: one[name] for name in singles if name in one} for one in (old, new))
    return [*pairs, *([_pair(was or None, now or None)] if was or now else [])]


def _aligned(old: Sequence[Entry], new: Sequence[Entry]) -> list[Pair]:
    """The same entries stay side by side, however many came and went between them."""
    texts = ([repr(sorted(one.items())) for one in old], [repr(sorted(one.items())) for one in new])
    pairs: list[Pair] = []
    for block in LCSseq.opcodes(*texts):
        was = old[block.src_start : block.src_end]
        now = new[block.dest_start : block.dest_end]
        if block.tag == "equal":
            pairs += [_pair(one, other) for one, other in zip(was, now, strict=True)]
        else:
            pairs += [Pair(how="gone", before=one, after=None) for one in was]
            pairs += [Pair(how="new", before=None, after=one) for one in now]
    return _rewritten(pairs)


def _rewritten(pairs: list[Pair]) -> list[Pair]:
    """What went and what came between two that stayed: those that are much alike are one that was changed."""
    joined: list[Pair] = []
    run: list[Pair] = []
    for pair in [*pairs, None]:
        if pair is not None and pair.how != "same":
            run.append(pair)
            continue
        joined += _matched([one for one in run if one.how == "gone"], [one for one in run if one.how == "new"])
        run = []
        if pair is not None:
            joined.append(pair)
    return joined


def _matched(gone: list[Pair], come: list[Pair]) -> list[Pair]:
    found: list[Pair] = []
    left = list(gone)
    for one in come:
        best = max(left, key=lambda other: _likeness(other.before, one.after), default=None)
        if best is not None and _likeness(best.before, one.after) >= LIKE_ENOUGH:
            found += left[: left.index(best)]
            del left[: left.index(best) + 1]
            found.append(Pair(how="changed", before=best.before, after=one.after))
        else:
            found.append(one)
    return [*found, *left]


def _likeness(one: Entry | None, other: Entry | None) -> float:
    return fuzz.ratio(_words(one), _words(other))


def _words(entry: Entry | None) -> str:
    return " ".join(str(value) for value in (entry or {}).values())


def _pair(before: Entry | None, after: Entry | None) -> Pair:
    if before == after:
        return Pair(how="same", before=before, after=after)
    how: How = "new" if before is None else "gone" if after is None else "changed"
    return Pair(how=how, before=before, after=after)

"""The whole catalogue, ready to be searched: a large segment, and a small one with what changed since it was made."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from geo.finding.language.grams import Grams
from geo.finding.meaning.middle import Middle
from geo.finding.meaning.vectors import Vector
from geo.finding.segment import EmbeddedTexts, Entry, Floats, Postings, Segment, TagVectors

LARGEST_SHARE_OF_CHANGES = 0.05
"""When more than this share of the procedures changed since the large segment was made, it is made anew."""

FEWEST_TO_KEEP_APART = 50
"""Below this number of changes it is not worth it to make the large segment anew."""


@dataclass(frozen=True)
class Index:
    """`gone` are places in the large segment whose procedures have changed since, or are there no more."""

    large: Segment
    small: Segment
    gone: NDArray[np.bool_]
    middle: Middle | None

    @classmethod
    def of(cls, entries: Iterable[Entry], middle: Middle | None) -> "Index":
        large = make_segment(entries, middle, None)
        return cls(large, make_segment((), middle, large), np.zeros(len(large.entries), np.bool_), middle)

    def with_changes(self, changed: Mapping[int, Entry | None]) -> "Index":
        """The index after these procedures became these entries; None: no longer to be found."""
        apart = {entry.id: entry for entry in self.small.entries}
        apart.update({procedure_id: entry for procedure_id, entry in changed.items() if entry is not None})
        for procedure_id in changed:
            if changed[procedure_id] is None:
                apart.pop(procedure_id, None)
        gone = self.gone | np.isin(self.large.ids, np.array(list(changed), np.int32))
        if len(apart) + gone.sum() > max(FEWEST_TO_KEEP_APART, LARGEST_SHARE_OF_CHANGES * len(self.large.entries)):
            kept = (entry for entry, left in zip(self.large.entries, gone, strict=True) if not left)
            return Index.of((*kept, *apart.values()), self.middle)
        return replace(self, small=make_segment(apart.values(), self.middle, self.large), gone=gone)

    def with_vectors(self, vectors: Mapping[str, Vector]) -> "Index":
        """The index with these vectors too, by the normal form of their texts."""
        return replace(
            self,
            large=_segment_with_vectors(self.large, vectors, self.middle),
            small=_segment_with_vectors(self.small, vectors, self.middle),
        )

    def entries(self) -> Iterator[Entry]:
        yield from (entry for entry, left in zip(self.large.entries, self.gone, strict=True) if not left)
        yield from self.small.entries

    def segments(self) -> Iterator[tuple[Segment, NDArray[np.bool_]]]:
        """Each with the places in it that must not be found."""
        yield self.large, self.gone
        if self.small.entries:
            yield self.small, np.zeros(len(self.small.entries), np.bool_)

    def texts_without_vector(self) -> list[str]:
        """In normal form, each once, in a fixed order."""
        missing = {one for entry in self.entries() for one in entry.embedded_texts if one not in entry.vectors}
        return sorted(missing)

    def texts_with_meaning(self) -> set[str]:
        """All that have a vector, or will have one."""
        return {one for entry in self.entries() for one in entry.embedded_texts}

    def knows_word(self, word: str) -> bool:
        """Whether it stands in what is compared in meaning, also of a procedure that is just gone; not for Thai."""
        return word in self.large.words or word in self.small.words

    def name_weights(self, grams: Grams) -> Floats:
        """How much each gram of a name says: the rarer, the more."""
        return _name_weights(self.large.names, grams, self.small.names)

    def text_weights(self, grams: Grams) -> Floats:
        counts = self.large.texts.counts(grams) + self.small.texts.counts(grams)
        size = self.large.texts.size + self.small.texts.size
        return np.asarray(np.log1p((size - counts + 0.5).clip(0.5) / (counts + 0.5)), np.float32)


def make_segment(entries: Iterable[Entry], middle: Middle | None, frame: Segment | None) -> Segment:
    """`frame` has the names that say how rare a gram is; without it the segment's own."""
    by_id = tuple(sorted(entries, key=lambda entry: entry.id))
    owned_names = [(owner, grams) for owner, entry in enumerate(by_id) for grams in entry.name_grams]
    names = Postings.of([grams for _owner, grams in owned_names])
    weigh = frame.names if frame else names
    return Segment(
        entries=by_id,
        names=names,
        texts=Postings.of([entry.text_grams for entry in by_id]),
        name_owners=np.array([owner for owner, _grams in owned_names], np.int32),
        name_weights=np.array(
            [np.sqrt(np.square(_name_weights(weigh, grams)).sum()) for _owner, grams in owned_names], np.float32
        ),
        embedded=EmbeddedTexts.of(by_id, middle),
        tags=TagVectors.of(by_id, middle),
    )


def _name_weights(names: Postings, grams: Grams, more: Postings | None = None) -> Floats:
    counts = names.counts(grams) + (more.counts(grams) if more else 0)
    size = names.size + (more.size if more else 0)
    return np.log((size + 1) / (counts + 0.5)).clip(0.01).astype(np.float32)


def _segment_with_vectors(segment: Segment, vectors: Mapping[str, Vector], middle: Middle | None) -> Segment:
    entries = tuple(entry.with_vectors(vectors) for entry in segment.entries)
    return replace(
        segment, entries=entries, embedded=EmbeddedTexts.of(entries, middle), tags=TagVectors.of(entries, middle)
    )

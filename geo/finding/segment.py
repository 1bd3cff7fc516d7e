"""Part of the catalogue in the form that a search reads: arrays over procedures, their names, and what is in them."""

from collections.abc import Iterable, Mapping, Sequence, Sized
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from geo.finding.language.grams import NAME_SIZES, TEXT_SIZES, Grams, grams_of
from geo.finding.language.normal_form import is_thai, normal_form
from geo.finding.meaning.middle import Middle
from geo.finding.meaning.vectors import Vector
from geo.finding.searched_text import Name, SearchedText

Floats = NDArray[np.float32]


def starts_of(runs: Iterable[Sized]) -> NDArray[np.int64]:
    """Where each begins when they are put one behind the other, and where one more would."""
    return np.append(0, np.cumsum([len(run) for run in runs])).astype(np.int64)


def sums_between(starts: NDArray[np.int64], values: Floats) -> Floats:
    """For each but the last of `starts`, which ascend, the sum of the values from there to before the next."""
    summed = np.zeros(len(starts) - 1, np.float32)
    has_values = starts[1:] > starts[:-1]
    if has_values.any():
        summed[has_values] = np.add.reduceat(values, starts[:-1][has_values])  # which takes no range to be empty
    return summed


@dataclass(frozen=True, slots=True)
class Entry:
    """One procedure, prepared. `names` and `normal_names` go together; `summaries`, `situations` and
    `tags` are in normal form.

    `vectors` has those of its names, summaries, situations and tags that exist yet, by normal form.
    """

    id: int
    code: str
    names: tuple[Name, ...]
    normal_names: tuple[str, ...]
    summaries: tuple[str, ...]
    situations: tuple[str, ...]
    tags: tuple[str, ...]
    name_grams: tuple[Grams, ...]
    text_grams: Grams
    vectors: Mapping[str, Vector]

    @property
    def own_texts(self) -> tuple[str, ...]:
        """Those that say what it is, each once; its tags it shares with others."""
        return tuple(dict.fromkeys((*self.normal_names, *self.summaries, *self.situations)))

    @property
    def embedded_texts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.own_texts, *self.tags)))

    def with_vectors(self, vectors: Mapping[str, Vector]) -> "Entry":
        """With those of `vectors` that are of its texts as well."""
        mine = {one: vectors[one] for one in self.embedded_texts if one in vectors}
        return replace(self, vectors={**self.vectors, **mine}) if mine else self


def entry_of(text: SearchedText) -> Entry:
    """Without vectors as yet."""
    normal_names = tuple(normal_form(name.text) for name in text.names)
    summaries = tuple(normal_form(summary) for summary in text.summaries)
    situations = tuple(normal_form(told) for situation in text.situations for told in situation)
    everything = (*normal_names, *summaries, *situations, _normal_body(*text.tags, *text.body))
    return Entry(
        id=text.id,
        code=text.code,
        names=text.names,
        normal_names=normal_names,
        summaries=summaries,
        situations=situations,
        tags=tuple(dict.fromkeys(map(normal_form, text.tags))),
        name_grams=tuple(grams_of(name, NAME_SIZES) for name in normal_names),
        text_grams=grams_of(" | ".join(dict.fromkeys(everything)), TEXT_SIZES),
        vectors={},
    )


@lru_cache(maxsize=256)
def _normal_body(*sentences: str) -> str:
    """In one go: a sentence at a time takes five times as long, and a process begins by reading thousands."""
    return normal_form(" | ".join(sentences))


@dataclass(frozen=True, slots=True)
class Postings:
    """Which rows hold a gram: `rows[starts[i]:starts[i + 1]]` hold `grams[i]`, which ascend. `size` rows in all."""

    grams: Grams
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    size: int

    @classmethod
    def of(cls, grams_by_row: Sequence[Grams]) -> "Postings":
        if not grams_by_row:
            return cls(np.zeros(0, np.uint32), np.zeros(1, np.int64), np.zeros(0, np.int32), 0)
        all_grams = np.concatenate(grams_by_row)
        rows = np.repeat(np.arange(len(grams_by_row), dtype=np.int32), [len(grams) for grams in grams_by_row])
        order = np.argsort(all_grams, kind="stable")
        grams, first = np.unique(all_grams[order], return_index=True)
        return cls(grams, np.append(first, len(order)).astype(np.int64), rows[order], len(grams_by_row))

    def counts(self, grams: Grams) -> NDArray[np.int64]:
        """In how many rows each of `grams` is."""
        at, known = self._places(grams)
        counts = np.zeros(len(grams), np.int64)
        counts[known] = self.starts[at[known] + 1] - self.starts[at[known]]
        return counts

    def sums(self, grams: Grams, weights: Floats) -> Floats:
        """For each row, the sum of the weights of those of `grams` that are in it."""
        at, known = self._places(grams)
        if not known.any():
            return np.zeros(self.size, np.float32)
        begins, ends = self.starts[at[known]], self.starts[at[known] + 1]
        rows = np.concatenate([self.rows[begin:end] for begin, end in zip(begins, ends, strict=True)])
        summed = np.bincount(rows, np.repeat(weights[known], ends - begins), minlength=self.size)
        return summed.astype(np.float32)

    def holding(self, grams: Grams) -> NDArray[np.bool_]:
        """For each row, whether it holds all of `grams`: nearly always, whether the word they are of stands in it."""
        return self.sums(grams, np.ones(len(grams), np.float32)) >= len(grams) - 0.5

    def _places(self, grams: Grams) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        at = np.searchsorted(self.grams, grams)
        inside = at < len(self.grams)
        known = np.zeros(len(grams), np.bool_)
        known[inside] = self.grams[at[inside]] == grams[inside]
        return at, known


@dataclass(frozen=True, slots=True)
class EmbeddedTexts:
    """The texts that have a vector: `texts[starts[i]:starts[i + 1]]` are those of entry `i`, the vector of `texts[j]`
    is `vectors[rows[j]]`: cases of one thing share names and summaries, which are compared once.

    Vectors are measured from the middle of their text's language, of length 1.
    """

    texts: tuple[str, ...]
    starts: NDArray[np.int64]
    rows: NDArray[np.int64]
    vectors: Floats

    @classmethod
    def of(cls, entries: Sequence[Entry], middle: Middle | None) -> "EmbeddedTexts":
        owned = [[one for one in entry.own_texts if one in entry.vectors] for entry in entries]
        known = {one: entry.vectors[one] for entry, texts in zip(entries, owned, strict=True) for one in texts}
        if middle is None or not known:
            return cls((), np.zeros(len(entries) + 1, np.int64), np.zeros(0, np.int64), np.zeros((0, 1), np.float32))
        rows = {one: row for row, one in enumerate(known)}
        texts = tuple(chain.from_iterable(owned))
        return cls(
            texts,
            starts_of(owned),
            np.array([rows[one] for one in texts], np.int64),
            middle.measured(tuple(known), np.stack(list(known.values())).astype(np.float32)),
        )

    def sums(self, values: Floats) -> Floats:
        """`values`: one of each vector. For each entry, the sum of those of its texts."""
        return sums_between(self.starts, values[self.rows])

    def nearest(self, entry: int, cosines: Floats) -> str:
        """`cosines`: one of each vector. Which of the texts of an entry that has some has the highest."""
        begin, end = int(self.starts[entry]), int(self.starts[entry + 1])
        return self.texts[begin + int(np.argmax(cosines[self.rows[begin:end]]))]


@dataclass(frozen=True, slots=True)
class TagVectors:
    """A row for each tag that has a vector, measured like texts: a tag is many procedures', but is compared once.

    `owners` are places of entries, `rows` those of their tags.
    """

    owners: NDArray[np.int32]
    rows: NDArray[np.int32]
    vectors: Floats

    @classmethod
    def of(cls, entries: Sequence[Entry], middle: Middle | None) -> "TagVectors":
        owned = [(owner, tag) for owner, entry in enumerate(entries) for tag in entry.tags if tag in entry.vectors]
        if middle is None or not owned:
            return cls(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros((0, 1), np.float32))
        known = {tag: entries[owner].vectors[tag] for owner, tag in owned}
        rows = {tag: row for row, tag in enumerate(known)}
        return cls(
            np.array([owner for owner, _tag in owned], np.int32),
            np.array([rows[tag] for _owner, tag in owned], np.int32),
            middle.measured(tuple(known), np.stack(list(known.values())).astype(np.float32)),
        )


@dataclass(frozen=True)
class Segment:
    """Entries, by id, with their postings and vectors. Nothing in it changes."""

    entries: tuple[Entry, ...]
    names: Postings
    texts: Postings
    name_owners: NDArray[np.int32]
    """For each name the place of its entry; entries follow one another."""
    name_weights: Floats
    """For each name the length of its gram vector, by the weights that the index gives grams."""
    embedded: EmbeddedTexts
    tags: TagVectors

    @cached_property
    def ids(self) -> NDArray[np.int32]:
        return np.array([entry.id for entry in self.entries], np.int32)

    @cached_property
    def words(self) -> frozenset[str]:
        """Those not in Thai of all that is compared in meaning, in normal form."""
        texts = (text for entry in self.entries for text in entry.embedded_texts)
        return frozenset(word for text in texts for word in text.split() if not is_thai(word))

    @cached_property
    def all_names(self) -> str:
        """The names in normal form, a line for each, with an empty one before them: one text is searched in no time."""
        return "".join(f"\n{name}" for entry in self.entries for name in entry.normal_names)

    @cached_property
    def name_offsets(self) -> NDArray[np.int64]:
        """For each name where it begins in `all_names`, and where one more would."""
        lengths = [len(name) + 1 for entry in self.entries for name in entry.normal_names]
        return np.append(0, np.cumsum(lengths)).astype(np.int64) + 1

    @cached_property
    def name_starts(self) -> NDArray[np.int64]:
        """For each entry the place of its first name, and one more."""
        return starts_of(entry.names for entry in self.entries)

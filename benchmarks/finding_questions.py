"""Questions made from a catalogue itself, whose answers are known: what the weights of the fusion are fitted on."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from geo.finding.index import Index
from geo.finding.language.normal_form import is_thai
from geo.finding.language.word_list import content_words, split_words
from geo.finding.searched_text import Name, SearchedText
from geo.finding.segment import Entry, entry_of

THAI_FRAMES = (
    "{}", "{}", "{} ทำยังไง", "{} ต้องใช้อะไรบ้าง", "{} ที่ไหน", "อยาก{}", "จะ{}ต้องไปที่ไหน", "{} ครับ", "{} กี่บาท", "{} ค่ะ",
)  # fmt: skip
ENGLISH_FRAMES = ("{}", "{}", "how to {}", "where can I {}", "{} bangkok", "i need {}", "{} requirements")


FEW = 0.05
"""A word that more than this share of the procedures has in common names (ขอ, ใบ) does not tell one from another."""


@dataclass(frozen=True, slots=True)
class MadeQuestion:
    """`index` is the catalogue without what would give the answer away; `expected` are ids in it.

    `kind`: held (a name that the catalogue no longer has), hard (nor any common name with a telling word of it, whose
    ever: only from the procedure that is meant would teach that to share words is a bad sign), typo (a name with one or
    two slips), body (some words in a row of the manual), situation (one that the catalogue no longer has).
    """

    kind: str
    text: str
    expected: frozenset[int]
    index: Index


def made_questions(index: Index, texts: list[SearchedText], seed: int = 1) -> Iterator[MadeQuestion]:
    random = Random(seed)
    owners: dict[str, set[int]] = {}
    for text in texts:
        for name in text.names:
            owners.setdefault(name.text, set()).add(text.id)
    by_id = {text.id: text for text in texts}
    holders = _holders_of_words(texts)
    entries = {entry.id: entry for entry in index.entries()}
    for spelling, ids in owners.items():
        expected = frozenset(ids)
        asked = random.choice(THAI_FRAMES if is_thai(spelling) else ENGLISH_FRAMES).format(spelling)
        telling = {word for word in content_words(spelling) if len(holders.get(word, ())) <= FEW * len(texts)}
        alike = ids.union(*(holders.get(word, set()) for word in telling))
        for kind, changed, gone in (("held", ids, set[str]()), ("hard", alike, telling)):
            without = {one: _entry_without(by_id[one], entries[one], spelling, gone) for one in changed}
            if all(entry.names for entry in without.values()):
                yield MadeQuestion(kind, asked, expected, index.with_changes(without))
        yield MadeQuestion("typo", _with_slips(spelling, random), expected, index)
    for text in texts:
        for sentence in random.sample(text.body, min(6, len(text.body))):
            words = split_words(sentence)
            begin = random.randrange(max(1, len(words) - 5))
            part = ("" if is_thai(sentence) else " ").join(words[begin : begin + random.randint(3, 7)])
            if len(part) > 8:
                yield MadeQuestion("body", part, frozenset({text.id}), index)
        for told in text.situations:
            others = tuple(one for one in text.situations if one != told)
            entry = entry_of(replace(text, situations=others)).with_vectors(dict(entries[text.id].vectors))
            changed_index = index.with_changes({text.id: entry})
            yield MadeQuestion("situation", random.choice(told), frozenset({text.id}), changed_index)


def _holders_of_words(texts: list[SearchedText]) -> dict[str, set[int]]:
    """Which procedures have a common name with the word."""
    holders: dict[str, set[int]] = {}
    for text in texts:
        for word in {word for name in text.names if name.part == "common_name" for word in content_words(name.text)}:
            holders.setdefault(word, set()).add(text.id)
    return holders


def _entry_without(text: SearchedText, entry: Entry, spelling: str, words: set[str]) -> Entry:
    def is_kept(name: Name) -> bool:
        is_alike = name.part == "common_name" and not words.isdisjoint(content_words(name.text))
        return name.text != spelling and not is_alike

    return entry_of(replace(text, names=tuple(filter(is_kept, text.names)))).with_vectors(dict(entry.vectors))


def _with_slips(name: str, random: Random) -> str:
    letters = list(name)
    for _ in range(1 if len(letters) < 12 else 2):
        at = random.randrange(len(letters))
        slip = random.random()
        if slip < 0.35 and len(letters) > 3:
            del letters[at]
        elif slip < 0.6:
            letters.insert(at, letters[at])
        elif slip < 0.8 and at + 1 < len(letters):
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
        else:
            letters[at] = random.choice("กรลสตดิีุู" if is_thai(name) else "aeionrst")
    return "".join(letters)

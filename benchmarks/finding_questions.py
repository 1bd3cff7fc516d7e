"""Questions made from a catalogue itself, whose answers are known: what the weights of the fusion are fitted on."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from geo.finding.index import Index
from geo.finding.normal_form import is_thai
from geo.finding.searched_text import SearchedText
from geo.finding.segment import Entry, entry_of
from geo.finding.word_list import content_words, split_words

THAI_FRAMES = (
    "{}", "{}", "{} ทำยังไง", "{} ต้องใช้อะไรบ้าง", "{} ที่ไหน", "อยาก{}", "จะ{}ต้องไปที่ไหน", "{} ครับ", "{} กี่บาท", "{} ค่ะ",
)  # fmt: skip
ENGLISH_FRAMES = ("{}", "{}", "how to {}", "where can I {}", "{} bangkok", "i need {}", "{} requirements")


@dataclass(frozen=True, slots=True)
class MadeQuestion:
    """`index` is the catalogue without what would give the answer away; `expected` are ids in it.

    `kind`: held (a name that the catalogue no longer has), hard (nor any other name with a word of it), typo (a name
    with one or two slips), body (some words in a row of the manual).
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
    entries = {entry.id: entry for entry in index.entries()}
    for spelling, ids in owners.items():
        expected = frozenset(ids)
        asked = random.choice(THAI_FRAMES if is_thai(spelling) else ENGLISH_FRAMES).format(spelling)
        for kind, unlike in (("held", False), ("hard", True)):
            without = {one: _entry_without(by_id[one], entries[one], spelling, unlike=unlike) for one in ids}
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


def _entry_without(text: SearchedText, entry: Entry, name: str, *, unlike: bool) -> Entry:
    words = set(content_words(name))
    names = tuple(
        one for one in text.names if one.text != name and not (unlike and words & set(content_words(one.text)))
    )
    return entry_of(replace(text, names=names)).with_vectors(dict(entry.vectors))


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

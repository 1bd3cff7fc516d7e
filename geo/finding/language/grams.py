"""Runs of characters, as numbers: what two spellings of one word still have in common."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Grams = NDArray[np.uint32]
"""Distinct character n-grams as numbers, ascending. One in 4,000 of a million has a number that
another one has too, which half the memory is worth."""

_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # 2^64 by the golden ratio: neighbours get numbers far apart

NAME_SIZES = (2, 3)
"""For names: short enough that a slip of the finger or a missing tone mark leaves most of them whole."""

TEXT_SIZES = (3, 4)
"""For whole manuals: long enough that what is common to all Thai does not count as agreement."""


def grams_of(text: str, sizes: Sequence[int]) -> Grams:
    """The n-grams of a text in normal form, its ends and spaces included as one character each."""
    return _grams(f" {text} ", sizes) if text else np.zeros(0, np.uint32)


def grams_within(word: str, sizes: Sequence[int]) -> Grams:
    """The n-grams of a word wherever it stands, also inside a longer one: Thai has no spaces to look for.

    Of a word that is shorter than an n-gram, with its ends: ตา is in too many words to mean one of them.
    """
    return _grams(word, sizes) if len(word) >= min(sizes) else grams_of(word, sizes)


def _grams(text: str, sizes: Sequence[int]) -> Grams:
    letters = np.frombuffer(text.encode("utf-32-le"), np.uint32).astype(np.uint64) & np.uint64(0xFFFF)
    packed = np.concatenate([_packed(letters, size) for size in sizes if len(letters) >= size])
    return np.unique(((packed * _SPREAD) >> np.uint64(32)).astype(np.uint32))


def _packed(letters: NDArray[np.uint64], size: int) -> NDArray[np.uint64]:
    """16 bits a character."""
    count = len(letters) - size + 1
    packed = letters[:count]
    for offset in range(1, size):
        packed = (packed << np.uint64(16)) | letters[offset : offset + count]
    return packed

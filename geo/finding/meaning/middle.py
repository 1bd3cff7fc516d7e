"""The middle that vectors are measured from; and how near a question is to what the state does, and to what not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.finding.language.normal_form import is_thai, normal_form
from geo.finding.meaning.reference import ELSEWHERE_EN, ELSEWHERE_TH, STATE_EN, STATE_TH
from geo.finding.meaning.vectors import Vector

Floats = NDArray[np.float32]

_THAI = tuple(map(normal_form, (*STATE_TH, *ELSEWHERE_TH)))
_ENGLISH = tuple(map(normal_form, (*STATE_EN, *ELSEWHERE_EN)))
_STATE = tuple(map(normal_form, (*STATE_TH, *STATE_EN)))
_ELSEWHERE = tuple(map(normal_form, (*ELSEWHERE_TH, *ELSEWHERE_EN)))

REFERENCE_TEXTS = tuple(dict.fromkeys((*_THAI, *_ENGLISH)))
"""Everything `Middle.of` needs the vectors of, in normal form."""


@dataclass(frozen=True)
class Middle:
    """Made from the reference texts alone: it does not move when the catalogue does."""

    thai: Floats
    english: Floats
    state: Floats
    elsewhere: Floats

    @classmethod
    def of(cls, vectors: Mapping[str, Vector]) -> "Middle":
        rows = {one: vector.astype(np.float32) for one, vector in vectors.items()}
        thai = np.mean([rows[one] for one in _THAI], axis=0)
        english = np.mean([rows[one] for one in _ENGLISH], axis=0)
        bare = cls(thai, english, np.zeros((0, len(thai)), np.float32), np.zeros((0, len(thai)), np.float32))
        state = bare.measured(_STATE, np.stack([rows[one] for one in _STATE]))
        elsewhere = bare.measured(_ELSEWHERE, np.stack([rows[one] for one in _ELSEWHERE]))
        return cls(thai, english, state, elsewhere)

    def measured(self, texts: Sequence[str], vectors: Floats) -> Floats:
        """From the middle of each text's language, of length 1."""
        from_middle = vectors - np.stack([self.thai if is_thai(one) else self.english for one in texts])
        lengths = np.linalg.norm(from_middle, axis=1, keepdims=True)
        return np.asarray(from_middle / np.maximum(lengths, 1e-6), np.float32)

"""Who offers what: by kind of office, or with a given total and a realistic skew."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.demo.procedure_variants import DemoProcedure

Indices = NDArray[np.int64]

RARE_SHARE, MEDIUM_SHARE = 0.70, 0.28
"""Of all procedures; the rest are common and take what is left of the offerings."""

RARE_SIZE, MEDIUM_SIZE = 10, 1_000
MEDIUM_PART = 0.3
"""Of all offerings, at most."""

NEARBY = 30
"""Half of the rare procedures are offered in one region only: the offices are sorted along a curve, and it is one of
so many pieces of it."""


def offers_by_kind(procedures: Sequence[DemoProcedure], kinds: Sequence[str]) -> Iterator[Indices]:
    """For each procedure the indices, ascending, of the offices whose kind offers it; `kinds` are the offices' keys."""
    of_kind = _indices_by_kind(kinds)
    for procedure in procedures:
        yield _all_of(procedure, of_kind)


def offers_with_skew(
    procedures: Sequence[DemoProcedure], kinds: Sequence[str], offerings: int, seed: int
) -> Iterator[Indices]:
    """As `offers_by_kind`, but exactly `offerings` in all: offices of other kinds join in, or some stay away."""
    dice = np.random.default_rng([seed, len(kinds), len(procedures), offerings])
    sizes = offering_sizes(len(kinds), len(procedures), offerings, dice)
    of_kind = _indices_by_kind(kinds)
    for procedure, size in zip(procedures, sizes, strict=True):
        yield np.sort(_choose(_all_of(procedure, of_kind), int(size), len(kinds), dice))


def offering_sizes(points: int, procedures: int, offerings: int, dice: np.random.Generator) -> Indices:
    """How many offices each procedure has, the common ones first; their sum is `offerings`, each at least 1.

    Raises: ValueError when so many cannot be.
    """
    if not procedures <= offerings <= points * procedures:
        raise ValueError(f"{points} points and {procedures} procedures cannot have {offerings} offerings")
    rare, medium = int(procedures * RARE_SHARE), int(procedures * MEDIUM_SHARE)
    shape = np.concatenate(
        [
            dice.lognormal(0.0, 0.5, procedures - medium - rare),
            dice.uniform(0.4, 1.6, medium) * min(MEDIUM_SIZE, points / 10, MEDIUM_PART * offerings / max(medium, 1)),
            dice.uniform(0.5, 1.5, rare) * RARE_SIZE,
        ]
    )
    common = slice(0, procedures - medium - rare)
    left = max(offerings - shape[common.stop :].sum(), procedures)
    shape[common] *= left / shape[common].sum()
    return _rounded_to(np.clip(np.round(shape), 1, points * 0.9).astype(np.int64), offerings, points)


def _rounded_to(sizes: Indices, total: int, most: int) -> Indices:
    """The sizes, changed as evenly as they can be from the largest on, until they sum up to `total`."""
    while difference := int(total - sizes.sum()):
        open_to_change = np.flatnonzero(sizes < most) if difference > 0 else np.flatnonzero(sizes > 1)
        largest = open_to_change[: max(1, min(abs(difference), len(sizes) // 3))]
        step = max(1, abs(difference) // len(largest))
        change = np.full(len(largest), step if difference > 0 else -step)
        if abs(difference) < len(largest):
            change[abs(difference) :] = 0
        sizes[largest] = np.clip(sizes[largest] + change, 1, most)
    return sizes


def _choose(preferred: Indices, size: int, points: int, dice: np.random.Generator) -> Indices:
    """`size` different indices, out of the preferred ones as far as these go."""
    if size <= len(preferred):
        return dice.choice(_some_region(preferred, size, dice), size, replace=False)
    others = np.setdiff1d(np.arange(points), preferred, assume_unique=True)
    return np.concatenate([preferred, dice.choice(others, size - len(preferred), replace=False)])


def _some_region(preferred: Indices, size: int, dice: np.random.Generator) -> Indices:
    width = max(size, len(preferred) // NEARBY)
    if size > RARE_SIZE * 2 or dice.random() < 0.5:
        return preferred
    start = int(dice.integers(0, len(preferred) - width + 1))
    return preferred[start : start + width]


def _indices_by_kind(kinds: Sequence[str]) -> Mapping[str, Indices]:
    array = np.asarray(kinds)
    return {str(kind): np.flatnonzero(array == kind) for kind in np.unique(array)}


def _all_of(procedure: DemoProcedure, of_kind: Mapping[str, Indices]) -> Indices:
    nobody = np.empty(0, dtype=np.int64)
    return np.sort(np.concatenate([of_kind.get(kind, nobody) for kind in procedure.offered_by]))

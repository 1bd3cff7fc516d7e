"""What a benchmark found out, as JSON: the form that is committed and that other programs read."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from benchmarks.machine import Machine
from benchmarks.measure import Times

Value = str | int | float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Numbers for people: a title that says the unit, and rows under headings."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Value]]


@dataclass(slots=True, kw_only=True)
class ContenderResult:
    """`groups` are the times of each class of questions; `absent` says why there are none."""

    name: str
    about: str
    groups: dict[str, Times] = field(default_factory=dict)
    checked: int = 0
    wrong_sets: int = 0
    wrong_orders: int = 0
    largest_distance_error_m: float = 0.0
    absent: str | None = None

    @property
    def wrong_share(self) -> float:
        return (self.wrong_sets + self.wrong_orders) / self.checked if self.checked else 0.0


@dataclass(slots=True, kw_only=True)
class Result:
    """`wrong_answers` are Pakmud's own; `ratios` are of numbers of this one run; `targets` what they ought to be."""

    name: str
    question: str
    scale: str
    machine: Machine
    wrong_answers: int = 0
    answers_checked: int = 0
    ratios: dict[str, float] = field(default_factory=dict)
    targets: dict[str, str] = field(default_factory=dict)
    contenders: list[ContenderResult] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    numbers: dict[str, Value | Mapping[str, Value]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def contender(self, name: str) -> ContenderResult:
        """Raises: KeyError."""
        for one in self.contenders:
            if one.name == name:
                return one
        raise KeyError(name)


def as_json(results: Sequence[Result]) -> str:
    """One result as an object, several as an array of them."""
    objects = [asdict(result) for result in results]
    return json.dumps(objects[0] if len(objects) == 1 else objects, ensure_ascii=False, indent=1) + "\n"


def write_json(results: Sequence[Result], path: Path) -> None:
    path.write_text(as_json(results), encoding="utf-8")

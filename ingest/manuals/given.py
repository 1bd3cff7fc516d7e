"""A manual as a file gives it, with what is wrong with it and where."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from geo.manual import ManualContent
from geo.words import Sentence


@dataclass(frozen=True, slots=True)
class Fault:
    """`sheet` None: the file has none. `row` counts as the person sees it; `column` None: the whole row."""

    sheet: str | None
    row: int
    column: str | None
    sentence: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenManual:
    """`head` is what it says of the procedure, by the names of `geo/staff/procedure_fields.py`.

    With `faults` it is refused, and `content` may be None.
    """

    code: str
    sheet: str | None
    row: int
    head: Mapping[str, object] = field(default_factory=dict)
    content: ManualContent | None = None
    faults: tuple[Fault, ...] = ()

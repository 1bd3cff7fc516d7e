"""What a search wants to know from the database next: its steps neither wait nor know who does."""

from collections.abc import Generator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Select
from sqlalchemy.orm import Session


class Ask(NamedTuple):
    """`planned_once`: one plan is good for whatever values; otherwise each wants its own."""

    statement: Select[*tuple[Any, ...]]
    values: Mapping[str, Any]
    planned_once: bool = True


Rows = Sequence[Sequence[Any]]

Result = TypeVar("Result")


def run(session: Session, steps: Generator[Ask, Rows, Result]) -> Result:
    """Asks the database what the steps ask for, until they are done."""
    try:
        ask = next(steps)
        while True:
            ask = steps.send(session.execute(ask.statement, ask.values).all())
    except StopIteration as done:
        result: Result = done.value
        return result

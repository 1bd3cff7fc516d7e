"""The nearest service points for up to millions of rows: chunk by chunk, by one connection or by several."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from itertools import islice

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from geo.nearest.batch_chunk import TIMEOUT_MS, answer_chunk
from geo.nearest.batch_question import Batch, BatchAnswer, BatchRow, RefusedRow
from geo.opening_hours import BANGKOK

CHUNK_ROWS = 2_000
"""Rows that one statement is asked about: more of them are no faster, and are longer in coming."""


def find_nearest_batch(
    session: Session,
    rows: Iterable[BatchRow | RefusedRow],
    *,
    per_row: int = 1,
    at: datetime | None = None,
    timeout_ms: int = TIMEOUT_MS,
) -> Iterator[BatchAnswer]:
    """One answer for each row, in their order; rows are read, and answers given, a chunk at a time.

    `at` None is the moment at which the batch begins. A row whose procedure is not known is answered with an error.
    Raises: InvalidQuery at once; SearchTimedOut while answers are read.
    """
    batch = Batch(per_row=per_row, at=at or datetime.now(BANGKOK))
    return (one for chunk in _chunks(rows) for one in answer_chunk(session, batch, chunk, timeout_ms=timeout_ms))


def find_nearest_batch_at_once(  # noqa: PLR0913 - as above, and with whom
    engine: Engine,
    rows: Iterable[BatchRow | RefusedRow],
    *,
    per_row: int = 1,
    at: datetime | None = None,
    connections: int = 3,
    timeout_ms: int = TIMEOUT_MS,
) -> Iterator[BatchAnswer]:
    """The same by several connections, each with a chunk of its own; `rows` are read by the caller's thread alone.

    One more connection than the machine has processors to spare keeps them busy while we read and write.
    """
    batch = Batch(per_row=per_row, at=at or datetime.now(BANGKOK))

    def answer(chunk: Sequence[BatchRow | RefusedRow]) -> list[BatchAnswer]:
        with Session(engine) as session:
            return answer_chunk(session, batch, chunk, timeout_ms=timeout_ms)

    def answers() -> Iterator[BatchAnswer]:
        # One chunk waits, so that no connection does.
        with ThreadPoolExecutor(connections) as threads:
            begun: deque[Future[list[BatchAnswer]]] = deque()
            try:
                for chunk in _chunks(rows):
                    begun.append(threads.submit(answer, chunk))
                    if len(begun) > connections:
                        yield from begun.popleft().result()
                while begun:
                    yield from begun.popleft().result()
            finally:
                threads.shutdown(wait=False, cancel_futures=True)

    return answers()


def _chunks(rows: Iterable[BatchRow | RefusedRow]) -> Iterator[list[BatchRow | RefusedRow]]:
    source = iter(rows)
    while chunk := list(islice(source, CHUNK_ROWS)):
        yield chunk

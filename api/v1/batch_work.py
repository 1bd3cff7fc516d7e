"""The work on a batch: chunks of lines become chunks of answers in threads, two at a time and in order."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.v1.batch_body import BodyRefused
from api.v1.batch_formats import Format, Reader, write_answers
from geo.database import reachable
from geo.errors import PakmudError
from geo.nearest.batch import find_nearest_batch
from geo.nearest.batch_question import Batch, BatchAnswer
from geo.words import Sentence

AT_ONCE = 2
"""Chunks that are worked on in a server process, for all batches together: people who wait for a page come first."""

_limiter: RunVar[CapacityLimiter] = RunVar("batches")


@dataclass(frozen=True, slots=True)
class BatchWork:
    """Stateless but for the reader's header: chunks may be answered in any order."""

    engine: Engine
    reader: Reader
    to: Format
    batch: Batch
    language: str

    async def answer(self, lines: bytes) -> bytes:
        """Raises: SearchTimedOut, DatabaseUnavailable."""
        return await to_thread.run_sync(self._answer, lines, limiter=_places())

    async def answer_anyway(self, lines: bytes) -> bytes:
        """Where the chunk could not be answered, each of its rows says why."""
        try:
            return await self.answer(lines)
        except PakmudError as error:
            refused = [BatchAnswer(row.id, error=error.sentence) for row in self.reader.rows(lines)]
            return write_answers(self.to, refused, self.language)

    def last_word(self, sentence: Sentence) -> bytes:
        """An answer to no row, at the end of a body that was not read to its end."""
        return write_answers(self.to, [BatchAnswer(None, error=sentence)], self.language)

    def _answer(self, lines: bytes) -> bytes:
        rows = self.reader.rows(lines)
        with reachable(), Session(self.engine) as session:
            answers = find_nearest_batch(session, rows, per_row=self.batch.per_row, at=self.batch.at)
            return write_answers(self.to, answers, self.language)


async def answers_in_order(
    work: BatchWork, chunks: AsyncIterator[bytes], is_wanted: Callable[[], Awaitable[bool]]
) -> AsyncGenerator[bytes, None]:
    """Ends early when nobody wants to hear more."""
    begun: deque[asyncio.Task[bytes]] = deque()
    last_word = b""
    try:
        try:
            async for lines in chunks:
                begun.append(asyncio.create_task(work.answer_anyway(lines)))
                if len(begun) == AT_ONCE:
                    yield await begun.popleft()
                if not await is_wanted():
                    return
        except BodyRefused as error:
            last_word = work.last_word(error.sentence)
        while begun:
            yield await begun.popleft()
        yield last_word
    finally:
        for task in begun:
            task.cancel()


def _places() -> CapacityLimiter:
    """Of the running loop."""
    try:
        return _limiter.get()
    except LookupError:
        limiter = CapacityLimiter(AT_ONCE)
        _limiter.set(limiter)
        return limiter

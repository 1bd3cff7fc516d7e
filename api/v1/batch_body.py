"""The body of a batch while it comes in: whole lines, as many at a time as are worth a statement.

Most clients send all of a body before they read any of an answer. So we never stop reading while we answer, or both
sides would wait for ever; what came in before its turn waits in a file, and memory stays the same whatever is sent.
"""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator
from tempfile import SpooledTemporaryFile

from starlette.requests import ClientDisconnect

from api.v1.batch_formats import LONGEST_LINE
from geo.errors import PakmudError
from geo.nearest.batch import CHUNK_ROWS
from geo.words import N_

MOST_ROWS = 1_000_000
MOST_BYTES = 500_000_000

_IN_MEMORY = 4_000_000
_PIECE = 65_536
_LINE_END = 0x0A


class BodyRefused(PakmudError):
    """What is left of a body is not read: what came before has been answered."""


class Spool:
    """Bytes in the order in which they came.

    `broken`: the client went away in the middle; `discarding`: nobody will read what still comes.
    """

    def __init__(self) -> None:
        self.ended = False
        self.broken = False
        self.discarding = False
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed by close()
        self._written = self._read = 0
        self._came = asyncio.Event()

    async def fill(self, stream: AsyncIterable[bytes]) -> None:
        """To the end of the stream, or to `MOST_BYTES`."""
        total = 0
        try:
            async for data in stream:
                total += len(data)
                if not self.discarding:
                    self._append(data)
                if total > MOST_BYTES:
                    break
        except ClientDisconnect:
            self.broken = True
        finally:
            self.ended = True
            self._came.set()

    async def read(self) -> bytes:
        """What is there, at most 64 KiB; waits where nothing is. Empty at the end."""
        while self._read == self._written and not self.ended:
            self._came.clear()
            await self._came.wait()
        self._file.seek(self._read)
        data = self._file.read(_PIECE)
        self._read += len(data)
        return data

    def close(self) -> None:
        self._file.close()

    def _append(self, data: bytes) -> None:
        if self._read == self._written:
            self._file.seek(0)
            self._file.truncate()
            self._read = self._written = 0
        self._file.seek(self._written)
        self._file.write(data)
        self._written += len(data)
        self._came.set()


async def whole_lines(
    spool: Spool, *, quoted: bool, rows: int = CHUNK_ROWS, most_rows: int = MOST_ROWS
) -> AsyncIterator[bytes]:
    """About `rows` lines at a time. Raises: BodyRefused after as many as may be answered."""
    waiting = bytearray()
    left = most_rows
    ended = False
    while not ended:
        data = await spool.read()
        if spool.broken:
            return
        ended = not data
        waiting += data
        end = len(waiting) if ended else _end_of_lines(waiting, quoted=quoted)
        if len(waiting) - end > LONGEST_LINE:
            raise BodyRefused(N_("This line is longer than {maximum} bytes."), maximum=f"{LONGEST_LINE:,}")
        lines = waiting.count(b"\n", 0, end) + (end > 0 and waiting[end - 1] != _LINE_END)
        if lines > left:
            if left:
                yield b"\n".join(bytes(waiting).split(b"\n", left)[:left])
            raise BodyRefused(
                N_("No more than {maximum} rows are answered at once: send the others in another request."),
                maximum=f"{MOST_ROWS:,}",
            )
        if lines >= rows or (ended and lines):
            yield bytes(waiting[:end])
            del waiting[:end]
            left -= lines


def _end_of_lines(data: bytearray, *, quoted: bool) -> int:
    """Where the last whole line ends; 0 where there is none."""
    end = data.rfind(b"\n") + 1
    while quoted and end and data.count(b'"', 0, end) % 2:
        end = data.rfind(b"\n", 0, data.rfind(b'"', 0, end)) + 1
    return end

"""Opens a file for reading or for writing as a whole, compressed or not, telling how far it has come."""

import gzip
import io
import os
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, cast

from geo.words import N_
from ingest.row import FileRefused

Advance = Callable[[int], object]
"""Is told the number of bytes read so far, of the file as it lies on disk."""

_GZIP = b"\x1f\x8b"
_BUFFER = 1 << 18


class _Counted(io.RawIOBase):
    """A file that tells how many of its bytes were read."""

    def __init__(self, path: Path, advance: Advance) -> None:
        self._name = path.name
        self._advance = advance
        with self._told():
            self._raw = path.open("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        with self._told():
            count = self._raw.readinto(buffer)
        self._advance(self._raw.tell())
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            message = N_("{file} cannot be read: {reason}.")
            raise FileRefused(message, file=self._name, reason=_reason(error)) from error


@contextmanager
def open_to_read(path: Path, advance: Advance = lambda _: None) -> Iterator[io.BufferedReader]:
    """The file's bytes, unpacked if it is gzip, whatever its name.

    Raises: FileRefused, also when the compressed data is broken.
    """
    try:
        with io.BufferedReader(_Counted(path, advance), _BUFFER) as packed:
            if packed.peek(2)[:2] != _GZIP:
                yield cast("io.BufferedReader", packed)
            else:
                with gzip.GzipFile(fileobj=packed) as unpacked, io.BufferedReader(unpacked, _BUFFER) as plain:
                    yield cast("io.BufferedReader", plain)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise FileRefused(N_("{file} is damaged: its compressed data cannot be unpacked."), file=path.name) from error


@contextmanager
def open_to_write(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes its name only once it is complete; compressed when the name ends in `.gz`.

    Raises: FileRefused.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with unfinished.open("wb") as raw:
            if path.suffix == ".gz":
                # neither name nor time inside: the same rows make the same bytes
                with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as packed:
                    yield cast("IO[bytes]", packed)
            else:
                yield raw
            raw.flush()
            os.fsync(raw.fileno())
        unfinished.replace(path)
    except OSError as error:
        raise FileRefused(N_("{file} cannot be written: {reason}."), file=path.name, reason=_reason(error)) from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def _reason(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno else str(error)

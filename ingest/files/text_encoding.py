"""Which encoding a text file is in: what Thai offices' programs write is tried, strictly, over the whole file."""

import codecs
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from io import BufferedReader

from geo.words import N_
from ingest.row import FileRefused

_CHUNK = 1 << 20
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_THAI = re.compile("[\u0e01-\u0e5b]+")

Opener = Callable[[], AbstractContextManager[BufferedReader]]


def find_encoding(open_file: Opener, file: str) -> str:
    """A name for `open(encoding=...)`: UTF-8 or UTF-16, with or without a byte order mark, else Windows-874 (TIS-620).

    Raises: FileRefused.
    """
    with open_file() as stream:
        start = stream.read(4096)
    for bom, encoding in _BOMS:
        if start.startswith(bom):
            return _sure(open_file, file, encoding)
    # A header is ASCII; in UTF-16 every other byte of it is zero.
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(start) > 3 and start[offset] == start[offset + 2] == 0 != start[1 - offset]:
            return _sure(open_file, file, encoding)
    if _decodes(open_file, "utf-8"):
        return "utf-8"
    # TIS-620 is the part of Windows-874 without curly quotes.
    if _decodes(open_file, "cp874", _thai_in_words):
        return "cp874"
    raise _refused(file)


def _sure(open_file: Opener, file: str, encoding: str) -> str:
    if not _decodes(open_file, encoding):
        raise _refused(file)
    return encoding


def _refused(file: str) -> FileRefused:
    return FileRefused(N_("The encoding of {file} cannot be told: save it as 'CSV UTF-8'."), file=file)


def _decodes(open_file: Opener, encoding: str, plausible: Callable[[str], bool] = lambda _: True) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with open_file() as stream:
            while chunk := stream.read(_CHUNK):
                if not plausible(decoder.decode(chunk)):
                    return False
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _thai_in_words(text: str) -> bool:
    """Thai letters stand together; where they stand alone they are the accents of another language's encoding."""
    runs = [len(run) for run in _THAI.findall(text)]
    return sum(length for length in runs if length > 1) >= 0.9 * sum(runs)

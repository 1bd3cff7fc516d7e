"""The file of a data set: taken in if its content can be a table and is not too much, kept in pieces, and forgotten."""

import re
import tempfile
import zipfile
from pathlib import Path
from typing import IO

from sqlalchemy.orm import Session

from geo.staff.data_set_models import DataSet, DataSetPiece
from geo.words import N_
from ingest.data_sets.set_kind import SET_KINDS
from ingest.files.read_file import read_file
from ingest.kinds.kind import Db
from ingest.row import FileRefused

MOST_BYTES = 50_000_000
MOST_ROWS = 250_000
_MOST_UNPACKED = 600_000_000
"""Of a spreadsheet, which is a zip archive: a small file may unpack to more than there is memory."""

_PIECE = 1 << 20
_NAME_LENGTH = 120
_GZIP = b"\x1f\x8b"


def keep_uploaded_file(session: Session, data_set: DataSet, file: IO[bytes]) -> None:
    """The caller has checked the file."""
    file.seek(0)
    number = 0
    while piece := file.read(_PIECE):
        session.add(DataSetPiece(data_set_id=data_set.id, number=number, bytes=piece))
        session.flush()
        session.expunge_all()
        number += 1


def check_uploaded_file(file: IO[bytes], name: str, kind: str) -> int:
    """Its length in bytes. What is wrong with a row is told later. Raises: FileRefused."""
    length = file.seek(0, 2)
    file.seek(0)
    if not length:
        raise FileRefused(N_("{file} is empty."), file=name)
    if length > MOST_BYTES:
        raise FileRefused(N_("The file is larger than {limit} MB: divide it."), limit=MOST_BYTES // 1_000_000)
    start = file.read(4)
    if start.startswith(_GZIP):
        raise FileRefused(N_("{file} is compressed: upload it as it was before."), file=name)
    if start.startswith(b"PK\x03\x04"):
        _check_archive(file, name)
    with tempfile.TemporaryDirectory(prefix="pakmud-") as folder:
        path = Path(folder) / f"file{Path(name).suffix.lower()}"
        file.seek(0)
        with path.open("wb") as copy:
            while piece := file.read(_PIECE):
                copy.write(piece)
        try:
            if not start.startswith(b"PK\x03\x04"):  # opening a whole workbook takes seconds: the job does it
                with read_file(path, SET_KINDS[kind].kind.formats):
                    pass
        except FileRefused as error:
            raise error.named(name) from error
    return length


def clean_file_name(name: str | None) -> str:
    """What the sender's computer calls it, without folders and whatever could be mistaken for markup of a shell."""
    plain = re.split(r"[/\\]", name or "")[-1]
    plain = "".join(character for character in plain if character.isprintable()).strip() or "file"
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[:_NAME_LENGTH]}{dot}{ending[:10]}" if dot else plain[:_NAME_LENGTH]


def write_uploaded_file(db: Db, data_set: DataSet, folder: Path) -> Path:
    """Raises: FileRefused, when its days are over."""
    path = folder / f"file{Path(data_set.file_name).suffix.lower()[:10]}"
    found = False
    with path.open("wb") as file:
        pieces = db.execute("SELECT bytes FROM data_set_piece WHERE data_set_id = %s ORDER BY number", [data_set.id])
        for (piece,) in pieces:
            file.write(piece)
            found = True
    if not found:
        raise FileRefused(N_("The file is not kept any more: upload it again."))
    return path


def _check_archive(file: IO[bytes], name: str) -> None:
    try:
        file.seek(0)
        with zipfile.ZipFile(file) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise FileRefused(N_("{file} is not a spreadsheet that can be read."), file=name) from error
    if unpacked > _MOST_UNPACKED:
        raise FileRefused(N_("The file is larger than {limit} MB: divide it."), limit=MOST_BYTES // 1_000_000)

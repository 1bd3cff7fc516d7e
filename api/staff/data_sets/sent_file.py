"""The file of a form, as it came: its content is looked at elsewhere."""

from dataclasses import dataclass
from typing import IO, Annotated

from fastapi import Depends, Request
from starlette.datastructures import UploadFile


@dataclass(frozen=True, slots=True)
class SentFile:
    """`file` None: none was chosen."""

    file: IO[bytes] | None
    name: str


async def sent_file(request: Request) -> SentFile:
    """A dependency: the field called `file`."""
    found = (await request.form()).get("file")
    if not isinstance(found, UploadFile) or not found.filename:
        return SentFile(None, "")
    return SentFile(found.file, found.filename)


Uploaded = Annotated[SentFile, Depends(sent_file)]

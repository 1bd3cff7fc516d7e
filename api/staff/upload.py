"""Files that a form or a program sends: how large everything may be together, and the files by themselves."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import UploadFile

from geo.staff.errors import TooLarge

MOST_BODY_BYTES = 90 * 1024 * 1024
"""Of one request; each kind of file has a limit of its own besides."""

_SAFE = frozenset(["GET", "HEAD", "OPTIONS"])


async def check_size(request: Request) -> None:
    """A dependency that goes before all that read the form: or files without end would fill the disk.

    Raises: TooLarge, also where the length is not told, which every browser does.
    """
    if request.method in _SAFE:
        return
    length = request.headers.get("content-length", "")
    is_streamed = "transfer-encoding" in request.headers
    if is_streamed or (length.isdigit() and int(length) > MOST_BODY_BYTES):
        raise TooLarge(limit_mb=MOST_BODY_BYTES // (1024 * 1024))


async def files_in(request: Request) -> Sequence[UploadFile]:
    """The files of the field `photo`; a field that was left empty sends one without a name."""
    form = await request.form()
    return [one for one in form.getlist("photo") if isinstance(one, UploadFile) and one.filename]


Files = Annotated[Sequence[UploadFile], Depends(files_in)]

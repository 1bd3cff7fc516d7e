"""Forms to fill in, as PDF files: looked into before they are taken, and kept by what they are."""

import hashlib
from dataclasses import dataclass
from io import BytesIO

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geo.clean_text import clean_text
from geo.errors import InvalidQuery, NotFound
from geo.manual_revisions.models import FormFile
from geo.staff.audit import Doer, acting
from geo.words import N_

LARGEST_BYTES = 5 * 1024 * 1024

_WHERE_PROGRAMS_HIDE = ("/Names", "/OpenAction", "/AA")
_HARMFUL = ("/JavaScript", "/JS", "/Launch", "/EmbeddedFiles", "/RichMedia")


class UnknownForm(NotFound):
    def __init__(self) -> None:
        super().__init__(N_("There is no such form."))


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredForm:
    digest: str
    name: str
    size: int
    pages: int


def keep_form(session: Session, doer: Doer, name: str, content: bytes, *, field: str = "file") -> StoredForm:
    """The same file twice is one. The caller commits. Raises: InvalidQuery for what is no harmless PDF."""
    form = StoredForm(
        digest=hashlib.sha256(content).hexdigest(),
        name=clean_text(name)[:200] or "form.pdf",
        size=len(content),
        pages=check_pdf(content, field),
    )
    values = {"digest": form.digest, "name": form.name, "size": form.size, "pages": form.pages, "content": content}
    by = acting(doer).name
    session.execute(insert(FormFile).values(**values, uploaded_by=by).on_conflict_do_nothing())
    return form


def find_form(session: Session, digest: str) -> StoredForm:
    """Raises: UnknownForm."""
    statement = select(FormFile.digest, FormFile.name, FormFile.size, FormFile.pages).where(FormFile.digest == digest)
    row = session.execute(statement).one_or_none()
    if row is None:
        raise UnknownForm()
    return StoredForm(digest=row.digest, name=row.name, size=row.size, pages=row.pages)


def read_form(session: Session, digest: str) -> bytes:
    """Raises: UnknownForm."""
    content = session.scalar(select(FormFile.content).where(FormFile.digest == digest))
    if content is None:
        raise UnknownForm()
    return content


def check_pdf(content: bytes, field: str = "file") -> int:
    """How many pages it has. Raises: InvalidQuery for what is too large, no PDF, locked, or has programs in it."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    if not content:
        raise InvalidQuery(N_("The file is empty."), field=field)
    if len(content) > LARGEST_BYTES:
        raise InvalidQuery(N_("The file is larger than 5 MB."), field=field)
    not_a_pdf = InvalidQuery(N_("This is not a PDF file, or it is damaged."), field=field)
    if not content.startswith(b"%PDF-"):
        raise not_a_pdf
    try:
        reader = PdfReader(BytesIO(content), strict=False)
        if reader.is_encrypted:
            raise InvalidQuery(N_("The PDF is locked with a password. Please save it without one."), field=field)
        pages = len(reader.pages)
        root = reader.root_object
        parts = [root, *(root[name].get_object() for name in _WHERE_PROGRAMS_HIDE if name in root)]
        words = " ".join(map(str, parts))
    except InvalidQuery:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise not_a_pdf from error
    if not pages:
        raise not_a_pdf
    if any(word in words for word in _HARMFUL):
        raise InvalidQuery(
            N_("The PDF has a program or other files in it. Please save it again as a plain PDF."), field=field
        )
    return pages

"""Files of manuals that somebody has uploaded and not yet imported: hers only, and for a day."""

from pathlib import PurePath

from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from geo.clean_text import clean_text
from geo.errors import InvalidQuery
from geo.staff.audit import Doer, acting
from geo.staff.errors import UnknownRecord
from geo.staff.models import ManualUpload
from geo.words import N_

LARGEST_BYTES = 20 * 1024 * 1024
_DAYS_KEPT = text("interval '1 day'")


def keep_upload(session: Session, doer: Doer, name: str, content: bytes) -> int:
    """Its number. Whatever is older than a day goes. The caller commits. Raises: InvalidQuery."""
    if not content:
        raise InvalidQuery(N_("Please choose a file."), field="file")
    if len(content) > LARGEST_BYTES:
        limit = LARGEST_BYTES // 1024 // 1024
        raise InvalidQuery(N_("The file is larger than {limit} MB."), field="file", limit=limit)
    session.execute(delete(ManualUpload).where(ManualUpload.uploaded_at < func.now() - _DAYS_KEPT))
    short = clean_text(PurePath(name.replace("\\", "/")).name)[-200:]
    upload = ManualUpload(account_id=acting(doer).account_id, name=short, content=content)
    session.add(upload)
    session.flush()
    return upload.id


def find_upload(session: Session, doer: Doer, number: int) -> ManualUpload:
    """Raises: UnknownRecord, also for somebody else's."""
    upload = session.scalar(
        select(ManualUpload).where(
            ManualUpload.id == number,
            ManualUpload.account_id == acting(doer).account_id,
            ManualUpload.uploaded_at >= func.now() - _DAYS_KEPT,
        )
    )
    if upload is None:
        raise UnknownRecord()
    return upload

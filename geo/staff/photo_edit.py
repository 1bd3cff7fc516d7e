"""Photos of a service point are added, described, put in order, deleted and brought back here, and logged."""

import secrets
from datetime import timedelta
from typing import Literal

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from geo.errors import InvalidQuery
from geo.models import Photo, ServicePoint
from geo.photos.find_photos import find_photos
from geo.photos.read_photo import ReadPhoto
from geo.photos.store import PhotoStore
from geo.staff import field_checks as check
from geo.staff.audit import Doer, Subject, acting, record
from geo.staff.errors import SavedByAnother, UnknownRecord
from geo.staff.service_point_edit import load_point, place_of
from geo.words import N_

MOST_PHOTOS = 12

KEPT = timedelta(days=30)
"""How long a deleted photo can be brought back; then its files go."""

Direction = Literal["up", "down"]

_ALT = check.text(300)


def add_photo(  # noqa: PLR0913 - what a photo is made of
    session: Session,
    store: PhotoStore,
    doer: Doer,
    code: str,
    read: ReadPhoto,
    *,
    alt_th: object = "",
    alt_en: object = "",
) -> Photo:
    """Behind the others. The files are written at once; the caller commits. Raises: UnknownRecord, InvalidQuery."""
    point = load_point(session, code, to_change=True)
    photos = find_photos(session, point.id)
    if len(photos) >= MOST_PHOTOS:
        raise _full()
    if any(photo.digest == read.digest for photo in photos):
        raise InvalidQuery(N_("This photo is here already."), field="photo")
    photo = Photo(
        service_point_id=point.id,
        position=_last(session, point) + 1,
        key=secrets.token_hex(16),
        digest=read.digest,
        widths=sorted(read.files),
        width=read.width,
        height=read.height,
        alt_th=_text(alt_th, "alt_th"),
        alt_en=_text(alt_en, "alt_en"),
        added_by=acting(doer).name,
    )
    store.put(photo.key, read.files)
    session.add(photo)
    session.flush()
    record(session, doer, "photo.add", _subject(point), after=_filled(photo))
    return photo


def describe_photo(  # noqa: PLR0913 - whose, which, since when, and the two texts
    session: Session, doer: Doer, code: str, photo_id: int, version: int, *, alt_th: object, alt_en: object
) -> Photo:
    """What is seen on it, for those who do not see it. Raises: UnknownRecord, SavedByAnother, InvalidQuery."""
    point, photo = _load(session, code, photo_id)
    if photo.version != version:
        raise SavedByAnother(version=photo.version, since=photo.version - version, by=None)
    before = _state(photo)
    photo.alt_th, photo.alt_en = _text(alt_th, f"alt_th-{photo_id}"), _text(alt_en, f"alt_en-{photo_id}")
    if _state(photo) != before:
        photo.version += 1
        session.flush()
        record(session, doer, "photo.describe", _subject(point), before=before, after=_state(photo))
    return photo


def move_photo(session: Session, doer: Doer, code: str, photo_id: int, direction: Direction) -> None:
    """One place up or down; the first stays first. Raises: UnknownRecord."""
    point, photo = _load(session, code, photo_id)
    photos = find_photos(session, point.id)
    order = [one.id for one in photos]
    if photo.id not in order:
        raise UnknownRecord()
    place = order.index(photo.id)
    other = place + (-1 if direction == "up" else 1)
    if not 0 <= other < len(photos):
        return
    photos[place], photos[other] = photos[other], photos[place]
    for position, one in enumerate(photos, 1):
        one.position = position
    session.flush()
    record(session, doer, "photo.move", _subject(point), before={"order": place + 1}, after={"order": other + 1})


def delete_photo(session: Session, doer: Doer, code: str, photo_id: int) -> None:
    """Citizens do not see it any more; for a month it can be brought back. Raises: UnknownRecord."""
    point, photo = _load(session, code, photo_id)
    if photo.deleted_at is None:
        photo.deleted_at = func.now()
        session.flush()
        record(session, doer, "photo.delete", _subject(point), before=_filled(photo), after=None)


def restore_photo(session: Session, doer: Doer, code: str, photo_id: int) -> None:
    """Raises: UnknownRecord, InvalidQuery where there are too many by now."""
    point, photo = _load(session, code, photo_id)
    if photo.deleted_at is None:
        return
    if len(find_photos(session, point.id)) >= MOST_PHOTOS:
        raise _full()
    photo.deleted_at = None
    session.flush()
    record(session, doer, "photo.restore", _subject(point), after=_filled(photo))


def forget_photos(session: Session, store: PhotoStore) -> int:
    """Those deleted too long ago, with their files; how many. The caller commits."""
    old = delete(Photo).where(Photo.deleted_at < func.now() - KEPT).returning(Photo.key, Photo.widths)
    rows = session.execute(old).all()
    for key, widths in rows:
        store.delete(key, widths)
    return len(rows)


def _load(session: Session, code: str, photo_id: int) -> tuple[ServicePoint, Photo]:
    """The service point is locked: two who move photos at once do so one after the other."""
    point = load_point(session, code, to_change=True)
    photo = session.get(Photo, photo_id)
    if photo is None or photo.service_point_id != point.id:
        raise UnknownRecord()
    session.refresh(photo)
    return point, photo


def _last(session: Session, point: ServicePoint) -> int:
    return session.scalar(select(func.max(Photo.position)).where(Photo.service_point_id == point.id)) or 0


def _text(value: object, field: str) -> str | None:
    clean = _ALT(value, field)
    return None if clean is None else str(clean)


def _full() -> InvalidQuery:
    message = N_("There are {limit} photos already. Please delete one first.")
    return InvalidQuery(message, field="photo", limit=MOST_PHOTOS)


def _state(photo: Photo) -> dict[str, object]:
    return {"photo": photo.id, "alt_th": photo.alt_th, "alt_en": photo.alt_en}


def _filled(photo: Photo) -> dict[str, object]:
    return {name: value for name, value in _state(photo).items() if value is not None}


def _subject(point: ServicePoint) -> Subject:
    return Subject("service_point", point.code, point.name_th, place_of(point))

"""The photos of a service point, in the order that its staff gave them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.models import Photo, ServicePoint
from geo.photos.store import photo_name


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoSize:
    path: str
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPhoto:
    """`sizes`: the smallest first; `width` and `height` are the last one's. `alt_th` None: nobody has described it."""

    sizes: tuple[PhotoSize, ...]
    width: int
    height: int
    alt_th: str | None
    alt_en: str | None


def find_photos(session: Session, point_id: int) -> list[Photo]:
    statement = select(Photo).where(Photo.service_point_id == point_id, Photo.deleted_at.is_(None))
    return list(session.scalars(statement.order_by(Photo.position, Photo.id)))


def find_shown_photos(session: Session, point_code: str) -> list[ShownPhoto]:
    """Whether the service point is shown is for the caller to know."""
    point_id = session.scalar(select(ServicePoint.id).where(ServicePoint.code == point_code))
    return [] if point_id is None else [shown(photo) for photo in find_photos(session, point_id)]


def is_photo(session: Session, key: str, width: int) -> bool:
    """Whether there is such a file, of a photo that is not deleted."""
    statement = select(Photo.widths).where(Photo.key == key, Photo.deleted_at.is_(None))
    return width in (session.scalar(statement) or ())


def shown(photo: Photo) -> ShownPhoto:
    return ShownPhoto(
        sizes=_sizes(photo.key, photo.widths),
        width=photo.width,
        height=photo.height,
        alt_th=photo.alt_th,
        alt_en=photo.alt_en,
    )


def _sizes(key: str, widths: Sequence[int]) -> tuple[PhotoSize, ...]:
    return tuple(PhotoSize(path=f"/photos/{photo_name(key, width)}", width=width) for width in sorted(widths))

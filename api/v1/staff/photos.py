"""`/v1/staff/service-points/{code}/photos`: uploaded one by one, described, put in order, deleted, brought back."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from api.database_session import AppPhotoStore, DatabaseSession
from api.staff.access import SignedIn, allowed
from api.staff.form_text import sent_form
from api.staff.service_points.service_point_page import place_of_point_named
from api.staff.upload import Files, check_size
from api.v1.parameters import PlainText
from api.v1.photos import PhotoShape
from api.v1.shape import Shape, problems
from geo.errors import InvalidQuery
from geo.models import Photo
from geo.photos.find_photos import find_photos, shown
from geo.photos.read_photo import MOST_BYTES, read_photo
from geo.staff.photo_edit import (
    add_photo,
    delete_photo,
    describe_photo,
    forget_photos,
    move_photo,
    restore_photo,
)
from geo.staff.service_point_edit import load_point
from geo.words import N_

router = APIRouter()

Sees = Annotated[SignedIn, allowed("service_point.see", of=place_of_point_named)]
Edits = Annotated[SignedIn, allowed("photo.edit", of=place_of_point_named)]

_404 = "No service point has this code, or no photo of it this number."
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["photo"],
                    "properties": {
                        "photo": {"type": "string", "format": "binary", "description": "JPEG, PNG, WebP or HEIC"},
                        "alt_th": {"type": "string", "description": "what is seen on it, in Thai"},
                        "alt_en": {"type": "string", "description": "the same in English"},
                    },
                }
            }
        },
    }
}


class TakenAtShape(Shape):
    lat: float
    lon: float


class StaffPhotoShape(PhotoShape):
    """A photo, with what is needed to change it."""

    id: int
    version: int = Field(description="to be sent with a description, which is refused when somebody else was quicker")

    @classmethod
    def of_record(cls, photo: Photo) -> "StaffPhotoShape":
        public = PhotoShape.of(shown(photo))
        return cls(**public.model_dump(), id=photo.id, version=photo.version)


class PhotoList(Shape):
    results: list[StaffPhotoShape] = Field(description="in the order that citizens see them")


class AddedPhoto(Shape):
    photo: StaffPhotoShape
    taken_at: TakenAtShape | None = Field(
        description="where the file said it was taken; told once and kept nowhere. null: it said nothing"
    )


class Description(BaseModel):
    """What is seen on a photo; null: nothing is said."""

    model_config = ConfigDict(extra="forbid")

    version: int = Field(description="as it was read")
    alt_th: str | None = None
    alt_en: str | None = None


@router.get("/service-points/{code}/photos", responses=problems(_404=_404))
def list_photos(session: DatabaseSession, who: Sees, code: PlainText) -> PhotoList:
    """The photos of a service point."""
    return _list(session, code)


@router.post(
    "/service-points/{code}/photos",
    status_code=201,
    dependencies=[Depends(check_size)],
    openapi_extra=_BODY,
    responses=problems(_404=_404, _413="It is too large.", _422="It is not a photo, or cannot be taken."),
)
def post_photo(  # noqa: PLR0913, PLR0917
    session: DatabaseSession,
    store: AppPhotoStore,
    who: Edits,
    code: PlainText,
    files: Files,
    sent: Annotated[Mapping[str, str], Depends(sent_form)],
) -> AddedPhoto:
    """Add one photo, behind the others. What it tells besides its pixels is removed."""
    if len(files) != 1:
        raise InvalidQuery(N_("Please send one file, in the field 'photo'."), field="photo")
    read = read_photo(files[0].file.read(MOST_BYTES + 1))
    alt = {name: sent.get(name, "") for name in ("alt_th", "alt_en")}
    photo = add_photo(session, store, who.doer, code, read, **alt)
    session.commit()
    taken = TakenAtShape(lat=read.taken_at.lat, lon=read.taken_at.lon) if read.taken_at else None
    return AddedPhoto(photo=StaffPhotoShape.of_record(photo), taken_at=taken)


@router.patch(
    "/service-points/{code}/photos/{photo_id}",
    responses=problems(_404=_404, _409="Somebody else saved it since this version.", _422="A text is too long."),
)
def patch_photo(
    session: DatabaseSession, who: Edits, code: PlainText, photo_id: int, change: Description
) -> StaffPhotoShape:
    """Say what is seen on a photo, for those who do not see it."""
    photo = describe_photo(
        session, who.doer, code, photo_id, change.version, alt_th=change.alt_th, alt_en=change.alt_en
    )
    session.commit()
    return StaffPhotoShape.of_record(photo)


@router.post("/service-points/{code}/photos/{photo_id}/move/{direction}", responses=problems(_404=_404))
def post_move(
    session: DatabaseSession, who: Edits, code: PlainText, photo_id: int, direction: Literal["up", "down"]
) -> PhotoList:
    """Move a photo one place up or down."""
    move_photo(session, who.doer, code, photo_id, direction)
    session.commit()
    return _list(session, code)


@router.delete("/service-points/{code}/photos/{photo_id}", responses=problems(_404=_404))
def delete_one(session: DatabaseSession, store: AppPhotoStore, who: Edits, code: PlainText, photo_id: int) -> PhotoList:
    """Delete a photo. For a month it can be brought back."""
    delete_photo(session, who.doer, code, photo_id)
    forget_photos(session, store)
    session.commit()
    return _list(session, code)


@router.post(
    "/service-points/{code}/photos/{photo_id}/restore", responses=problems(_404=_404, _422="There are too many by now.")
)
def post_restore(session: DatabaseSession, who: Edits, code: PlainText, photo_id: int) -> PhotoList:
    """Bring a deleted photo back."""
    restore_photo(session, who.doer, code, photo_id)
    session.commit()
    return _list(session, code)


def _list(session: Session, code: str) -> PhotoList:
    point = load_point(session, code)
    return PhotoList(results=[StaffPhotoShape.of_record(photo) for photo in find_photos(session, point.id)])

"""The files of photos, wherever they are kept; each has an address of its own, so browsers may keep it for ever."""

from fastapi import APIRouter
from starlette.responses import Response

from api.database_session import AppPhotoStore, DatabaseSession
from api.v1.parameters import PlainText
from geo.photos.find_photos import is_photo
from geo.photos.store import MEDIA_TYPE, parse_photo_name
from geo.staff.errors import UnknownRecord

router = APIRouter()

_KEPT = {"Cache-Control": "public, max-age=31536000, immutable"}


@router.get("/photos/{name}")
def show_photo(session: DatabaseSession, store: AppPhotoStore, name: PlainText) -> Response:
    """A deleted one is not there, though its file still is."""
    named = parse_photo_name(name)
    content = store.get(*named) if named and is_photo(session, *named) else None
    if content is None:
        raise UnknownRecord()
    return Response(content, media_type=MEDIA_TYPE, headers=_KEPT)

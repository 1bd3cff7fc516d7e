"""The photos of a service point: uploaded, described for those who do not see them, put in order, deleted, undone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.datastructures import UploadFile
from starlette.responses import Response

from api.citizen.service_point.shown_photos import PhotoView, photo_view
from api.database_session import AppPhotoStore, DatabaseSession
from api.pages.demo_data import DEMO
from api.pages.languages import language_of, prefix_of
from api.pages.phrase import phrase
from api.staff.access import SignedIn, allowed
from api.staff.form_text import version_in
from api.staff.photos.taken_at import TakenAt, taken_at
from api.staff.rendering import UNPROCESSABLE, FormErrors, render_staff, see_other
from api.staff.service_points.point_head import PointHead, point_head
from api.staff.service_points.service_point_page import CONFLICT, Sent, place_of_point_named
from api.staff.upload import Files
from api.v1.parameters import PlainText
from geo.coordinates import LonLat
from geo.errors import InvalidQuery
from geo.models import Photo
from geo.photos.find_photos import find_photos, shown
from geo.photos.read_photo import MOST_BYTES, read_photo
from geo.photos.store import PhotoStore
from geo.staff.errors import SavedByAnother
from geo.staff.photo_edit import (
    MOST_PHOTOS,
    add_photo,
    delete_photo,
    describe_photo,
    forget_photos,
    move_photo,
    restore_photo,
)
from geo.staff.service_point_edit import load_point, place_of
from geo.words import N_, Sentence, translate

router = APIRouter()

Sees = Annotated[SignedIn, allowed("service_point.see", of=place_of_point_named)]
Edits = Annotated[SignedIn, allowed("photo.edit", of=place_of_point_named)]

SECTION = "/photos"


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoCard:
    """`alt_th`, `alt_en`: as they stand in the form. `is_described`: a blind reader learns what it shows."""

    id: int
    number: int
    view: PhotoView
    alt_th: str
    alt_en: str
    is_described: bool
    version: int
    action: str
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotosPage:
    """`refused`: a sentence for each file that was not taken. `deleted_action`: brings back what was just deleted."""

    title: str
    shows_demo_data: bool
    head: PointHead
    base: str
    photos: tuple[PhotoCard, ...]
    undescribed: int
    may_edit: bool
    is_full: bool
    most: int
    most_mb: int
    taken: TakenAt | None
    added: str
    refused: tuple[str, ...]
    deleted_action: str | None
    conflict: str
    errors: FormErrors


@dataclass(frozen=True, slots=True, kw_only=True)
class _Happened:
    """What the request before, or this one, has done."""

    added: int = 0
    refused: tuple[str, ...] = ()
    deleted: str = ""
    taken: str = ""
    conflict: str = ""
    form: Mapping[str, str] | None = None
    of: int | None = None


@router.get("/service-points/{code}/photos")
def show_photos(  # noqa: PLR0913, PLR0917
    request: Request,
    session: DatabaseSession,
    who: Sees,
    code: PlainText,
    taken: PlainText = "",
    deleted: PlainText = "",
    added: PlainText = "",
) -> Response:
    count = int(added) if added.isascii() and added.isdigit() and len(added) < 4 else 0
    happened = _Happened(added=count, deleted=deleted, taken=taken)
    return _page(request, session, who, code, FormErrors(language_of(request.url.path)), happened)


@router.post("/service-points/{code}/photos")
def post_photos(  # noqa: PLR0913, PLR0917
    request: Request,
    session: DatabaseSession,
    store: AppPhotoStore,
    who: Edits,
    code: PlainText,
    sent: Sent,
    files: Files,
) -> Response:
    """What can be taken is, each file by itself; of the others it is said what is wrong."""
    language = language_of(request.url.path)
    errors = FormErrors(language)
    added, refused, taken = _add(session, store, who, code, sent, files, language)
    with errors.collect():
        if not files:
            raise InvalidQuery(N_("Please choose a photo first."), field="photo")
    if refused or errors:
        happened = _Happened(added=added, refused=tuple(refused), taken=_written(taken), form=sent)
        return _page(request, session, who, code, errors, happened, status=UNPROCESSABLE)
    query = urlencode({"added": added, **({"taken": _written(taken)} if taken else {})})
    return see_other(request, f"/staff/service-points/{code}{SECTION}?{query}")


@router.post("/service-points/{code}/photos/{photo_id}/describe")
def post_describe(  # noqa: PLR0913, PLR0917
    request: Request, session: DatabaseSession, who: Edits, code: PlainText, photo_id: int, sent: Sent
) -> Response:
    errors = FormErrors(language_of(request.url.path))
    conflict, status = "", UNPROCESSABLE
    alt = {"alt_th": sent.get("alt_th", ""), "alt_en": sent.get("alt_en", "")}
    try:
        describe_photo(session, who.doer, code, photo_id, version_in(sent), **alt)
        session.commit()
        return see_other(request, f"/staff/service-points/{code}{SECTION}#photo-{photo_id}")
    except InvalidQuery as error:
        errors.add(error)
    except SavedByAnother:
        conflict = translate(
            N_("Somebody else described this photo meanwhile. Below is what you typed; saving it replaces theirs."),
            errors.language,
        )
        status = CONFLICT
    session.rollback()
    happened = _Happened(conflict=conflict, form=sent, of=photo_id)
    return _page(request, session, who, code, errors, happened, status=status)


@router.post("/service-points/{code}/photos/{photo_id}/move/{direction}")
def post_move(  # noqa: PLR0913, PLR0917
    request: Request,
    session: DatabaseSession,
    who: Edits,
    code: PlainText,
    photo_id: int,
    direction: Literal["up", "down"],
) -> Response:
    move_photo(session, who.doer, code, photo_id, direction)
    session.commit()
    return see_other(request, f"/staff/service-points/{code}{SECTION}#photo-{photo_id}")


@router.post("/service-points/{code}/photos/{photo_id}/delete")
def post_delete(  # noqa: PLR0913, PLR0917
    request: Request,
    session: DatabaseSession,
    store: AppPhotoStore,
    who: Edits,
    code: PlainText,
    photo_id: int,
) -> Response:
    delete_photo(session, who.doer, code, photo_id)
    forget_photos(session, store)
    session.commit()
    return see_other(request, f"/staff/service-points/{code}{SECTION}?deleted={photo_id}")


@router.post("/service-points/{code}/photos/{photo_id}/restore")
def post_restore(request: Request, session: DatabaseSession, who: Edits, code: PlainText, photo_id: int) -> Response:
    errors = FormErrors(language_of(request.url.path))
    try:
        restore_photo(session, who.doer, code, photo_id)
        session.commit()
    except InvalidQuery as error:
        session.rollback()
        errors.add(error)
        return _page(request, session, who, code, errors, _Happened(), status=UNPROCESSABLE)
    return see_other(request, f"/staff/service-points/{code}{SECTION}#photo-{photo_id}")


def _add(  # noqa: PLR0913, PLR0917
    session: Session,
    store: PhotoStore,
    who: SignedIn,
    code: str,
    sent: Mapping[str, str],
    files: Sequence[UploadFile],
    language: str,
) -> tuple[int, list[str], LonLat | None]:
    """How many were added, what is wrong with the others, and where the first that says so was taken."""
    added, refused, taken = 0, [], None
    alt = {name: sent.get(name, "") if len(files) == 1 else "" for name in ("alt_th", "alt_en")}
    for file in files:
        try:
            read = read_photo(file.file.read(MOST_BYTES + 1))
            add_photo(session, store, who.doer, code, read, **alt)
            session.commit()
        except InvalidQuery as error:
            session.rollback()
            values = {"name": file.filename, "what": error.sentence}
            refused.append(Sentence(N_("{name}: {what}"), values).render(language))
        else:
            added, taken = added + 1, taken or read.taken_at
    return added, refused, taken


def _page(  # noqa: PLR0913, PLR0917
    request: Request,
    session: Session,
    who: SignedIn,
    code: str,
    errors: FormErrors,
    happened: _Happened,
    *,
    status: int = 200,
) -> Response:
    language = errors.language
    point = load_point(session, code)
    base = f"{prefix_of(language)}/staff/service-points/{code}"
    photos = find_photos(session, point.id)
    cards = tuple(_card(photo, number, len(photos), base, happened, language) for number, photo in enumerate(photos, 1))
    may_edit = who.actor.may("photo.edit", place_of(point))
    deleted = happened.deleted if happened.deleted.isascii() and happened.deleted.isdigit() else ""
    page = PhotosPage(
        title=translate(N_("Photos of {name}"), language, name=phrase(language, point.name_th, point.name_en)),
        shows_demo_data=point.pin_method == DEMO,
        head=point_head(point, who, language, SECTION),
        base=base + SECTION,
        photos=cards,
        undescribed=sum(not card.is_described for card in cards),
        may_edit=may_edit,
        is_full=len(photos) >= MOST_PHOTOS,
        most=MOST_PHOTOS,
        most_mb=MOST_BYTES // (1024 * 1024),
        taken=taken_at(point, happened.taken, base, language) if may_edit else None,
        added=translate(N_("{count} photos added."), language, count=happened.added) if happened.added else "",
        refused=happened.refused,
        deleted_action=f"{base}{SECTION}/{deleted}/restore" if deleted and may_edit else None,
        conflict=happened.conflict,
        errors=errors,
    )
    return render_staff(request, "staff/photos/photos.html", page, who, status=status)


def _card(  # noqa: PLR0913, PLR0917
    photo: Photo, number: int, count: int, base: str, happened: _Happened, language: str
) -> PhotoCard:
    """What was typed and not saved yet stands in the form again."""
    typed = happened.form if happened.of == photo.id and happened.form is not None else {}
    return PhotoCard(
        id=photo.id,
        number=number,
        view=photo_view(shown(photo), translate(N_("Photo {number}"), language, number=number), language),
        alt_th=typed.get("alt_th", photo.alt_th or ""),
        alt_en=typed.get("alt_en", photo.alt_en or ""),
        is_described=bool(photo.alt_th),
        version=photo.version,
        action=f"{base}{SECTION}/{photo.id}",
        is_first=number == 1,
        is_last=number == count,
    )


def _written(taken: LonLat | None) -> str:
    return "" if taken is None else f"{taken.lat},{taken.lon}"

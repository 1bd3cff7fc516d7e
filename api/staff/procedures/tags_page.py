"""The lists of tags that procedures are given, kept by administrators."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from api.database_session import DatabaseSession
from api.pages.demo_data import find_demo_data
from api.pages.languages import language_of
from api.staff.access import SignedIn, allowed
from api.staff.form_text import version_in
from api.staff.rendering import UNPROCESSABLE, FormErrors, render_staff, see_other
from api.staff.service_points.service_point_page import CONFLICT, Sent
from geo.models import TAG_KINDS
from geo.staff.errors import FieldsRefused, SavedByAnother
from geo.staff.tag_list import TAG_KIND_NAMES, ListedTag, add_tag, change_tag, find_tags, load_tag
from geo.words import N_, translate

router = APIRouter()

Keeps = Annotated[SignedIn, allowed("tag.keep")]


@dataclass(frozen=True, slots=True, kw_only=True)
class TagKind:
    """`others`: what is not in the list, typed freely or taken out."""

    kind: str
    name: str
    tags: tuple[ListedTag, ...]
    others: tuple[ListedTag, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TagsPage:
    """`typed`: what was refused, in the form of the kind `refused`."""

    title: str
    shows_demo_data: bool
    kinds: tuple[TagKind, ...]
    refused: str
    typed: dict[str, str]
    errors: FormErrors


@dataclass(frozen=True, slots=True, kw_only=True)
class TagPage:
    title: str
    shows_demo_data: bool
    tag: ListedTag
    form: dict[str, str]
    conflict: str
    errors: FormErrors


@router.get("/tags")
def show_tags(request: Request, session: DatabaseSession, who: Keeps) -> Response:
    return _tags(request, session, who, FormErrors(language_of(request.url.path)))


@router.post("/tags")
def post_tag(request: Request, session: DatabaseSession, who: Keeps, sent: Sent) -> Response:
    errors = FormErrors(language_of(request.url.path))
    kind = sent.get("kind", "")
    try:
        add_tag(session, who.doer, kind if kind in TAG_KINDS else "free", dict(_named(sent)))
        session.commit()
        return see_other(request, "/staff/tags")
    except FieldsRefused as error:
        session.rollback()
        for fault in error.faults:
            fault.field = f"{kind}-{fault.field}"
            errors.add(fault)
    return _tags(request, session, who, errors, kind, _named(sent))


@router.get("/tags/{tag_id}")
def show_tag(request: Request, session: DatabaseSession, who: Keeps, tag_id: int) -> Response:
    tag = load_tag(session, tag_id)
    form = {"name_th": tag.name_th, "name_en": tag.name_en or "", "in_list": "yes" if tag.in_list else ""}
    return _tag(request, session, who, tag, form, FormErrors(language_of(request.url.path)))


@router.post("/tags/{tag_id}")
def post_change(request: Request, session: DatabaseSession, who: Keeps, tag_id: int, sent: Sent) -> Response:
    errors = FormErrors(language_of(request.url.path))
    form = {**_named(sent), "in_list": sent.get("in_list", "")}
    conflict: SavedByAnother | None = None
    try:
        change_tag(session, who.doer, tag_id, version_in(sent), dict(form))
        session.commit()
        return see_other(request, "/staff/tags")
    except FieldsRefused as error:
        for fault in error.faults:
            errors.add(fault)
    except SavedByAnother as error:
        conflict = error
    session.rollback()
    return _tag(request, session, who, load_tag(session, tag_id), form, errors, conflict)


def _named(sent: object) -> dict[str, str]:
    return {name: sent.get(name, "") for name in ("name_th", "name_en")}  # type: ignore[attr-defined]


def _tags(  # noqa: PLR0913, PLR0917
    request: Request,
    session: Session,
    who: SignedIn,
    errors: FormErrors,
    refused: str = "",
    typed: dict[str, str] | None = None,
) -> Response:
    kinds = []
    for kind in TAG_KINDS:
        tags = find_tags(session, kind)
        kinds.append(
            TagKind(
                kind=kind,
                name=translate(TAG_KIND_NAMES[kind], errors.language),
                tags=tuple(tag for tag in tags if tag.in_list),
                others=tuple(tag for tag in tags if not tag.in_list),
            )
        )
    page = TagsPage(
        title=translate(N_("Lists of tags"), errors.language),
        shows_demo_data=find_demo_data(session),
        kinds=tuple(kinds),
        refused=refused,
        typed=typed or {},
        errors=errors,
    )
    return render_staff(request, "staff/procedures/tags.html", page, who, status=UNPROCESSABLE if errors else 200)


def _tag(  # noqa: PLR0913, PLR0917
    request: Request,
    session: Session,
    who: SignedIn,
    tag: ListedTag,
    form: dict[str, str],
    errors: FormErrors,
    conflict: SavedByAnother | None = None,
) -> Response:
    page = TagPage(
        title=translate(N_("Change a tag"), errors.language),
        shows_demo_data=find_demo_data(session),
        tag=tag,
        form=form,
        conflict=conflict.sentence.render(errors.language) if conflict else "",
        errors=errors,
    )
    status = CONFLICT if conflict else UNPROCESSABLE if errors else 200
    return render_staff(request, "staff/procedures/tag.html", page, who, status=status)

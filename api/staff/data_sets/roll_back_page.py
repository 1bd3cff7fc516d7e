"""Rolling a data set back: what was changed since is named, and the officer says what becomes of it."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api.database_session import AppDataSetWorker, DatabaseSession
from api.pages.demo_data import find_demo_data
from api.pages.languages import language_of, prefix_of
from api.pages.phrase import Phrase, phrase
from api.staff.access import SignedIn, allowed
from api.staff.data_sets.data_set_page import as_number, place_of_numbered
from api.staff.data_sets.data_set_words import moment
from api.staff.rendering import render_staff, see_other
from api.v1.parameters import PlainText
from geo.words import N_, translate
from ingest.data_sets.ask import NotNow, ask_to_roll_back, can_be_rolled_back, load_data_set
from ingest.data_sets.roll_back import find_edited_since

router = APIRouter()

Activates = Annotated[SignedIn, allowed("data_set.activate", of=place_of_numbered)]

MOST_SHOWN = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedRow:
    """`what` says what putting it back means."""

    id: int
    code: str
    name: Phrase
    by: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RollBackPage:
    """`more`: so many further records were changed since; they stay as they are."""

    title: str
    shows_demo_data: bool
    file_name: str
    activated: str
    new: str
    changed: str
    gone: str
    edited: tuple[EditedRow, ...]
    more: int
    action: str
    back_href: str


_PUT_BACK = {
    "new": N_("hide it, since something was added to it or changed"),
    "changed": N_("as it was before the data set"),
    "gone": N_("bring it back as it was before the data set"),
}


async def chosen(request: Request) -> list[int]:
    """A dependency: the numbers of the records that are ticked."""
    form = await request.form()
    texts = [value for value in form.getlist("restore") if isinstance(value, str)]
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 18]


@router.get("/data-sets/{number}/roll-back")
def show_roll_back(request: Request, session: DatabaseSession, who: Activates, number: PlainText) -> Response:
    """Raises: NotNow."""
    language = language_of(request.url.path)
    data_set = load_data_set(session, as_number(number))
    if not can_be_rolled_back(session, data_set) or data_set.job is not None or data_set.activated_at is None:
        raise NotNow
    edited = find_edited_since(session, data_set)
    base = f"{prefix_of(language)}/staff/data-sets/{data_set.id}"
    page = RollBackPage(
        title=translate(N_("Roll back {name}"), language, name=data_set.file_name),
        shows_demo_data=find_demo_data(session),
        file_name=data_set.file_name,
        activated=moment(data_set.activated_at, language),
        new=f"{data_set.rows_new:,}",
        changed=f"{data_set.rows_changed:,}",
        gone=f"{data_set.rows_gone:,}",
        edited=tuple(
            EditedRow(
                id=one.record_id,
                code=one.code,
                name=phrase(language, one.name),
                by=one.by or "",
                what=translate(_PUT_BACK[one.change], language),
            )
            for one in edited[:MOST_SHOWN]
        ),
        more=max(0, len(edited) - MOST_SHOWN),
        action=f"{base}/roll-back",
        back_href=base,
    )
    return render_staff(request, "staff/data_sets/roll_back.html", page, who)


@router.post("/data-sets/{number}/roll-back")
def post_roll_back(  # noqa: PLR0913, PLR0917
    request: Request,
    session: DatabaseSession,
    worker: AppDataSetWorker,
    who: Activates,
    number: PlainText,
    restore: Annotated[list[int], Depends(chosen)],
) -> Response:
    ask_to_roll_back(session, who.doer, as_number(number), restore)
    session.commit()
    worker.wake()
    return see_other(request, f"/staff/data-sets/{number}")

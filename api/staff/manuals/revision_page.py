"""A revision: where it stands, its parts, what it changes, and what is to be done with it next."""

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import Response

from api.manual.entry_words import EntryLine, day_in_words, entry_lines, entry_title
from api.pages.dates import clock_time, date_in_words
from api.pages.demo_data import find_demo_data
from api.staff.access import SignedIn
from api.staff.manuals.addresses import part_href, revision_href
from api.staff.manuals.desk import AtDesk, Desk, Sees
from api.staff.manuals.difference_view import PartView, difference_view
from api.staff.procedures.procedure_head import ProcedureHead, procedure_head
from api.staff.rendering import UNPROCESSABLE, FormErrors, render_staff
from api.staff.service_points.service_point_page import CONFLICT
from geo.errors import PakmudError
from geo.manual import PART_NAMES, PARTS, ManualContent
from geo.manual_revisions.actions import Done, find_actions, last_done
from geo.manual_revisions.errors import ApprovedAlready, OwnWork
from geo.manual_revisions.read import STANDING_NAMES, RevisionHead, find_revision, find_revisions
from geo.manual_revisions.states import DONE_NAMES
from geo.models import Procedure
from geo.opening_hours import BANGKOK
from geo.staff.procedures import load_procedure, place_of_procedure
from geo.words import N_, translate

router = APIRouter()

STANDING_TAGS = {
    "in_force": "pk-tag--open",
    "to_come": "pk-tag--open",
    "returned": "pk-tag--closed",
    "review": "pk-tag--by_appointment",
    "approval": "pk-tag--by_appointment",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLine:
    """`href` None: it cannot be written now. `entries`: what each says; `first`: the first words of a shut one."""

    part: str
    name: str
    href: str | None
    count: int
    first: str
    entries: tuple[tuple[EntryLine, ...], ...]
    change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneLine:
    when: str
    iso: str
    by: str
    what: str
    parts: str
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionPage:
    """`decides`: 'review' or 'approve' where whoever looks gives the next approval. `newer`: published meanwhile.

    `in_the_way`: number of the one that is being worked on, so that this one cannot be taken up again.
    """

    title: str
    shows_demo_data: bool
    head: ProcedureHead
    number: int
    version: int
    standing: str
    tag: str
    begins: str
    begins_typed: str
    until: str
    parts: tuple[PartLine, ...]
    differences: tuple[PartView, ...]
    beside: int | None
    newer: int | None
    story: tuple[DoneLine, ...]
    returned: DoneLine | None
    discarded: DoneLine | None
    action: str
    may_write: bool
    may_take_back: bool
    may_take_up: bool
    in_the_way: int | None
    in_the_way_href: str
    decides: str
    own_work: str
    comment: str
    conflict: str
    errors: FormErrors


@router.get("/procedures/{code}/revisions/{number}")
def show_revision(desk: AtDesk, who: Sees) -> Response:
    return revision_answer(desk, who, desk.no_errors())


def revision_answer(desk: Desk, who: SignedIn, errors: FormErrors, *, refused: PakmudError | None = None) -> Response:
    """The page, with what was sent where that was `refused` or is wrong."""
    session, code, number = desk.session, desk.code, desk.number
    language = errors.language
    procedure = load_procedure(session, code)
    revisions = find_revisions(session, code)
    revision = find_revision(session, code, number)
    beside = _beside(revision, revisions)
    content = revision.content or ManualContent()
    story = find_actions(session, code, number)
    writes = who.actor.may("manual.write", place_of_procedure(procedure))
    differences = difference_view(beside.content if beside else None, content, language)
    in_force = next((one.number for one in revisions if one.standing == "in_force"), None)
    returned = last_done(story, "return") if revision.standing == "returned" else None
    discarded = last_done(story, "discard") if revision.standing == "discarded" else None
    begun = next((one for one in revisions if one.is_open), None)
    title = translate(N_("Revision {number} of the manual"), language, number=number)
    page = RevisionPage(
        title=title,
        shows_demo_data=find_demo_data(session),
        head=procedure_head(procedure, language),
        number=number,
        version=revision.version,
        standing=translate(STANDING_NAMES[revision.standing], language),
        tag=STANDING_TAGS.get(revision.standing, ""),
        begins=day_in_words(revision.effective_from, language),
        begins_typed=revision.effective_from.strftime("%d/%m/%Y") if revision.effective_from else "",
        until=date_in_words(revision.effective_until, language) if revision.effective_until else "",
        parts=_parts(code, revision, content, differences, writes=writes, language=language),
        differences=differences,
        beside=beside.number if beside else None,
        newer=in_force if revision.is_open and in_force != revision.based_on else None,
        story=tuple(_done_line(one, language) for one in story),
        returned=_done_line(returned, language) if returned else None,
        discarded=_done_line(discarded, language) if discarded else None,
        action=revision_href(language, code, number),
        may_write=writes and revision.may_be_edited,
        may_take_back=writes and revision.standing in ("review", "approval"),
        may_take_up=writes and revision.standing == "discarded" and begun is None,
        in_the_way=begun.number if begun and revision.standing == "discarded" else None,
        in_the_way_href=revision_href(language, code, begun.number) if begun else "",
        decides=_decides(who, procedure, revision),
        own_work=refused.sentence.render(language) if isinstance(refused, OwnWork | ApprovedAlready) else "",
        comment=desk.comment,
        conflict=refused.sentence.render(language) if refused else "",
        errors=errors,
    )
    status = (403 if page.own_work else CONFLICT) if refused else UNPROCESSABLE if errors else 200
    return render_staff(desk.request, "staff/manuals/revision.html", page, who, status=status)


def _beside(revision: RevisionHead, revisions: list[RevisionHead]) -> RevisionHead | None:
    """What it is compared with: an open one with what is in force, a published one with what was before it."""
    if not revision.is_published:
        return next((one for one in revisions if one.standing == "in_force" and one.content), None)
    at = revision.published_at
    before = [(one.published_at, one) for one in revisions if at and one.published_at and one.published_at < at]
    return max(before, key=lambda pair: pair[0])[1] if before else None


def _decides(who: SignedIn, procedure: Procedure, revision: RevisionHead) -> str:
    place = place_of_procedure(procedure)
    if revision.standing == "review" and who.actor.may("manual.review", place):
        return "review"
    return "approve" if revision.standing == "approval" and who.actor.may("manual.approve", place) else ""


def _parts(  # noqa: PLR0913
    code: str,
    revision: RevisionHead,
    content: ManualContent,
    differences: tuple[PartView, ...],
    *,
    writes: bool,
    language: str,
) -> tuple[PartLine, ...]:
    said, views = content.as_json(), {one.part: one for one in differences}
    lines = []
    for part, names in PARTS.items():
        entries = [entry for name in names if isinstance(said.get(name), list) for entry in said[name]]
        singles = {name: said[name] for name in names if name in said and not isinstance(said[name], list)}
        whole = [*entries, *([singles] if singles else [])]
        first = [entry_title(part, entry) or next(iter(entry.values()), "") for entry in whole]
        view = views.get(part)
        lines.append(
            PartLine(
                part=part,
                name=translate(PART_NAMES[part], language),
                href=part_href(language, code, revision.number, part) if writes and revision.may_be_edited else None,
                count=len(entries),
                first=str(first[0])[:120] if first and not isinstance(first[0], dict) else "",
                entries=tuple(entry_lines(part, entry, language) for entry in whole),
                change=view.summary if view and view.changes else "",
            )
        )
    return tuple(lines)


def _done_line(done: Done, language: str) -> DoneLine:
    at = done.at.astimezone(BANGKOK)
    parts = [translate(PART_NAMES.get(part, _DATES), language) for part in done.parts]
    return DoneLine(
        when=f"{date_in_words(at.date(), language)} {clock_time(at)}",
        iso=at.isoformat(timespec="seconds"),
        by=done.by,
        what=translate(DONE_NAMES[done.action], language),
        parts=", ".join(parts),
        comment=done.comment or "",
    )


_DATES = N_("when it comes into force")

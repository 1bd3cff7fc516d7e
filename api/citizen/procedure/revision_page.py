"""A published manual as it was, by the number of its revision, however many have followed."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.database_session import DatabaseSession
from api.manual.entry_words import EntryLine, entry_lines
from api.pages.breadcrumbs import Crumb
from api.pages.dates import date_in_words
from api.pages.demo_data import find_demo_data
from api.pages.languages import language_of, prefix_of
from api.pages.phrase import Phrase, phrase
from api.pages.rendering import render_page
from api.v1.parameters import PlainText
from geo.manual import PART_NAMES, PARTS, ManualContent
from geo.manual_revisions.read import STANDING_NAMES, RevisionHead, find_revision
from geo.procedures import find_procedure
from geo.words import N_, translate

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionPart:
    part: str
    name: str
    entries: tuple[tuple[EntryLine, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedRevisionPage:
    """`until` empty: nothing has followed."""

    title: str
    shows_demo_data: bool
    crumbs: tuple[Crumb, ...]
    name: Phrase
    number: int
    standing: str
    is_in_force: bool
    since: str
    until: str
    href: str
    parts: tuple[RevisionPart, ...]


@router.get("/procedures/{code}/revisions/{number}")
def show_published_revision(request: Request, session: DatabaseSession, code: PlainText, number: int) -> Response:
    language = language_of(request.url.path)
    prefix = prefix_of(language)
    procedure = find_procedure(session, code)
    revision = find_revision(session, code, number, published_only=True)
    name = phrase(language, procedure.name.title_th, procedure.name.title_en)
    href = f"{prefix}/procedures/{code}"
    called = translate(N_("Revision {number}"), language, number=number)
    page = PublishedRevisionPage(
        title=f"{name} · {called}",
        shows_demo_data=find_demo_data(session),
        crumbs=(
            Crumb(translate(N_("Manuals for citizens"), language), f"{prefix}/procedures"),
            Crumb(name, href),
            Crumb(called),
        ),
        name=name,
        number=number,
        standing=translate(STANDING_NAMES[revision.standing], language),
        is_in_force=revision.standing == "in_force",
        since=date_in_words(revision.effective_from, language) if revision.effective_from else "",
        until=date_in_words(revision.effective_until, language) if revision.effective_until else "",
        href=href,
        parts=_parts(revision, language),
    )
    return render_page(request, "citizen/revision.html", page, headers={"X-Robots-Tag": "noindex"})


def _parts(revision: RevisionHead, language: str) -> tuple[RevisionPart, ...]:
    said = (revision.content or ManualContent()).as_json()
    parts = []
    for part, names in PARTS.items():
        entries = [entry for name in names if isinstance(said.get(name), list) for entry in said[name]]
        singles = {name: said[name] for name in names if name in said and not isinstance(said[name], list)}
        lines = tuple(entry_lines(part, one, language) for one in [*entries, *([singles] if singles else [])])
        if lines:
            parts.append(RevisionPart(part=part, name=translate(PART_NAMES[part], language), entries=lines))
    return tuple(parts)

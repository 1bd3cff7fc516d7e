"""The list of manuals: looked up by words, or looked through by life event, category, agency, and from A to Z."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, BackgroundTasks, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import Session

from api.citizen.ask.procedure_choices import ChoiceGroup, Choices, find_choices, group_by_agency
from api.citizen.procedure.label_links import label_href, label_phrase
from api.database_session import AppFinder, DatabaseSession
from api.pages.breadcrumbs import Crumb
from api.pages.demo_data import find_demo_data
from api.pages.languages import language_of, prefix_of
from api.pages.phrase import Phrase, phrase
from api.pages.rendering import render_page
from api.v1.parameters import PlainText
from geo.agency_tree import find_agency_chain
from geo.browsing import find_letters, find_names_under
from geo.finding.unanswered import count_unanswered
from geo.procedure_list import MAXIMUM_LIMIT, ProcedureQuery, find_procedures
from geo.tags import LIFE_EVENTS, Label, find_labels
from geo.words import N_, translate

router = APIRouter()


class ListForm(BaseModel):
    """`q` is looked up; otherwise one of the others says what to look through."""

    model_config = ConfigDict(frozen=True)
    q: PlainText = ""
    category: PlainText = ""
    user_group: PlainText = ""
    agency: PlainText = ""
    letter: PlainText = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A link to a part of the catalogue; `count` procedures are there, None: not counted."""

    name: Phrase
    href: str
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedLink:
    name: Phrase
    title: Phrase
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureListPage:
    """`within` is what is being looked through, with `groups` or (under a letter) `names`; None on the first page."""

    title: str
    shows_demo_data: bool
    crumbs: tuple[Crumb, ...]
    prefix: str
    choices: Choices
    within: Phrase | None
    groups: tuple[ChoiceGroup, ...]
    names: tuple[NamedLink, ...]
    life_events: tuple[Way, ...]
    user_groups: tuple[Way, ...]
    categories: tuple[Way, ...]
    letters: tuple[Way, ...]


@router.get("/procedures")
def show_procedures(
    request: Request,
    tasks: BackgroundTasks,
    session: DatabaseSession,
    finder: AppFinder,
    form: Annotated[ListForm, Query()],
) -> HTMLResponse:
    language = language_of(request.url.path)
    prefix = prefix_of(language)
    choices = find_choices(session, finder, form.q, language)
    if choices.text and not choices.matches:
        tasks.add_task(count_unanswered, request.app.state.engine, choices.text)
    groups = [_way(label, prefix, language) for label in find_labels(session, "user_group")]
    events = {translate(name, language) if language != "th" else thai for thai, name in LIFE_EVENTS.items()}
    all_manuals = translate(N_("Manuals for citizens"), language)
    within = _within(session, form, language)
    page = ProcedureListPage(
        title=f"{within} · {all_manuals}" if within else all_manuals,
        shows_demo_data=find_demo_data(session),
        crumbs=(Crumb(all_manuals, f"{prefix}/procedures"), Crumb(within)) if within else (Crumb(all_manuals),),
        prefix=prefix,
        choices=choices,
        within=within,
        groups=_groups(session, form, language),
        names=_names(session, form, prefix, language),
        life_events=tuple(way for way in groups if way.name.text in events),
        user_groups=tuple(way for way in groups if way.name.text not in events),
        categories=tuple(_way(label, prefix, language) for label in find_labels(session, "category")),
        letters=tuple(
            Way(name=Phrase(letter, language, language), href=f"{prefix}/procedures?{urlencode({'letter': letter})}")
            for letter in find_letters(session, language)
        ),
    )
    answer = render_page(request, "citizen/procedures.html", page)
    answer.background = tasks
    return answer


def _way(label: Label, prefix: str, language: str) -> Way:
    return Way(
        name=label_phrase(label, language), href=label_href(label.kind, label.name_th, prefix), count=label.count
    )


def _within(session: Session, form: ListForm, language: str) -> Phrase | None:
    """What is being looked through. Raises: UnknownAgency."""
    if form.letter:
        return Phrase(form.letter, language, language)
    for kind, name in (("category", form.category), ("user_group", form.user_group)):
        if name:
            labels = (label for label in find_labels(session, kind) if label.name_th == name)
            return label_phrase(next(labels, Label(kind, name, 0)), language)
    if form.agency:
        agency = find_agency_chain(session, form.agency)[-1]
        return phrase(language, agency.name_th, agency.name_en)
    return None


def _groups(session: Session, form: ListForm, language: str) -> tuple[ChoiceGroup, ...]:
    query = ProcedureQuery(
        limit=MAXIMUM_LIMIT,
        category=form.category or None,
        user_group=form.user_group or None,
        agency=form.agency or None,
    )
    return group_by_agency(find_procedures(session, query), language) if query.has_filter else ()


def _names(session: Session, form: ListForm, prefix: str, language: str) -> tuple[NamedLink, ...]:
    if not form.letter:
        return ()
    return tuple(
        NamedLink(
            name=Phrase(listed.name, language, language),
            title=phrase(language, listed.title_th, listed.title_en),
            href=f"{prefix}/procedures/{listed.code}",
        )
        for listed in find_names_under(session, language, form.letter)
    )

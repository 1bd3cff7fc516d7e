"""`/ask`: between the one box and the answer, whatever is not clear yet, one question at a time."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Query, Request
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from api.citizen.ask.area_lists import AreaLists, Where, find_area_lists, find_area_lists_of
from api.citizen.ask.ask_form import AskForm
from api.citizen.ask.ask_step import AskStep, Step, find_ask_step
from api.citizen.ask.box import Box, Known
from api.citizen.ask.known_parts import find_place_name, known_place, known_procedure
from api.citizen.ask.place_words import place_in_words, place_parts
from api.citizen.ask.procedure_choices import ChoiceGroup, choices_found, find_groups
from api.citizen.ask.step_links import CaseGroup, PlaceLink, case_groups, namesake_links, place_links
from api.citizen.procedure.label_links import LabelLink, label_links
from api.database_session import AppFinder, DatabaseSession
from api.pages.demo_data import find_demo_data
from api.pages.languages import language_of, prefix_of
from api.pages.rendering import render_page
from geo.finding.unanswered import count_unanswered
from geo.words import N_, Sentence

router = APIRouter()

TITLES: dict[Step, str] = {
    "both": N_("What do you need to do, and where?"),
    "what": N_("What do you need to do?"),
    "cases": N_("Which of these is it?"),
    "nothing": N_("We found nothing called “{text}”"),
    "where": N_("Where are you?"),
    "places": N_("Which place do you mean?"),
    "nowhere": N_("We know no place called “{text}”"),
}

MISSING = {"procedure": N_("Choose what you need to do"), "where": N_("Say where you are")}
"""What `/nearest` sends people back for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPage:
    """One question, by its `step`: `cases` or `places` to choose from, and always the `box` to say it in other words.

    `where` are the further ways to say where, None where that is not what is asked; `nearest_categories` where to look
    further after nothing was found.
    """

    title: str
    shows_demo_data: bool
    prefix: str
    step: Step
    missing: str | None
    box: Box
    groups_of_cases: tuple[CaseGroup, ...]
    has_more: bool
    places: tuple[PlaceLink, ...]
    namesakes: tuple[PlaceLink, ...]
    groups: tuple[ChoiceGroup, ...]
    nearest_categories: tuple[LabelLink, ...]
    where: Where | None
    hidden: tuple[tuple[str, str], ...]


@router.get("/ask")
def show_ask(
    request: Request,
    tasks: BackgroundTasks,
    session: DatabaseSession,
    finder: AppFinder,
    form: Annotated[AskForm, Query()],
) -> Response:
    language = language_of(request.url.path)
    prefix = prefix_of(language)
    if form.is_empty:
        return RedirectResponse(f"{prefix}/", status_code=303)
    step = find_ask_step(session, finder, form)
    if step.step == "nothing":
        tasks.add_task(count_unanswered, request.app.state.engine, step.what)
    if step.step == "answer" and step.procedure:
        return RedirectResponse(form.href(prefix, procedure=step.procedure.code, **step.where), status_code=303)
    answer = render_page(request, "citizen/ask.html", _page(session, form, step, language))
    answer.background = tasks
    return answer


def _page(session: Session, form: AskForm, step: AskStep, language: str) -> AskPage:
    prefix = prefix_of(language)
    known = tuple(_known(session, form, step, language))
    asks_what = step.step in ("what", "nothing", "cases", "both")
    choices = choices_found(step.found, step.what, language) if asks_what and step.found else None
    title = Sentence(TITLES[step.step], {"text": step.what or step.place} if "{" in TITLES[step.step] else {})
    kept = {"procedure": step.procedure.code} if step.procedure else {}
    return AskPage(
        title=title.render(language),
        shows_demo_data=find_demo_data(session),
        prefix=prefix,
        step=step.step,
        missing=Sentence(MISSING[form.missing]).render(language) if form.missing in MISSING else None,
        box=_box(form, step, known),
        groups_of_cases=case_groups(choices, form, {**step.where, "place": step.place}, language) if choices else (),
        has_more=bool(choices and choices.has_more),
        places=tuple(place_links(step.places, form, kept, language)) if step.step == "places" else (),
        namesakes=tuple(namesake_links(session, form, kept, language)) if form.change == "place" else (),
        groups=find_groups(session, language) if step.step in ("what", "nothing", "both") else (),
        nearest_categories=label_links(step.found.nearest_categories, language) if step.found else (),
        where=None if asks_what else Where(areas=_areas(session, form, language)),
        hidden=tuple(({**kept, **step.where} | form.carried()).items()),
    )


def _known(session: Session, form: AskForm, step: AskStep, language: str) -> list[Known]:
    """What is settled, and of several places of a name their words, while the procedure is asked for."""
    known = []
    if step.procedure:
        rest = {**step.where, "place": step.place}
        known.append(known_procedure(step.procedure, _said(rest | form.carried()), language))
    rest = _said({"procedure": step.procedure.code if step.procedure else "", "what": step.what} | form.carried())
    if step.where:
        name = find_place_name(session, step.where, language)
        known.append(known_place(name, step.where, rest, language))
    elif step.places and step.step != "places":
        name = step.place if len(step.places) > 1 else place_in_words(step.places[0], language)
        where = {"place": step.place} if len(step.places) > 1 else place_parts(step.places[0])
        known.append(known_place(name, where, rest, language))
    return known


def _said(parts: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in parts.items() if value}


def _box(form: AskForm, step: AskStep, known: tuple[Known, ...]) -> Box:
    if step.procedure:
        name, text = "place", step.place
    elif known:
        name, text = "what", step.what
    else:
        name, text = "q", " ".join(word for word in (step.what, step.place) if word)
    return Box(name=name, text=text, known=known, hidden=tuple(form.carried().items()))


def _areas(session: Session, form: AskForm, language: str) -> AreaLists:
    if form.area and not form.province:
        return find_area_lists_of(session, form.area, language)
    return find_area_lists(session, form.province, form.district, form.subdistrict, language)

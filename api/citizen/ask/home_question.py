"""The part of an answer that asks where a citizen's home is, or says what was understood of it."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from api.citizen.answer.origin import Origin
from api.citizen.ask.area_lists import AreaLists, find_area_lists
from api.citizen.ask.home_given import HomeGiven
from api.citizen.ask.nearest_form import NearestForm
from api.citizen.procedure.jurisdiction import LABELS, QUESTIONS
from api.citizen.service_point.addresses import areas_in_words
from api.pages.languages import prefix_of
from geo.areas import LEVEL_NAMES, AreaName, find_area_chain
from geo.models import AREA_LEVELS
from geo.procedure_head import ProcedureHead
from geo.words import N_, translate

HOME_FIELDS = ("home", "postcode")


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaLink:
    name: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeQuestion:
    """`home` None: it is not known yet, and is asked for: as `here`, as one of `choices`, or with the form.

    `label` calls what must be in the area ('Your registered home'); `note` tells of an area that is no longer one;
    `served` says that the procedure can be had there, `refused` that it cannot; else both are None. `hidden` is the
    rest of the question, which the form sends along; `level` is how exact an answer may have to be.
    """

    title: str
    why: str
    label: str
    level: str
    home: str | None
    note: str | None
    served: str | None
    refused: str | None
    change_href: str
    here: AreaLink | None
    choices_title: str | None
    choices: tuple[AreaLink, ...]
    areas: AreaLists
    postcode: str
    error: str | None
    hidden: tuple[tuple[str, str], ...]


def home_question(  # noqa: PLR0913, PLR0917 - what it depends on
    session: Session, head: ProcedureHead, form: NearestForm, given: HomeGiven, origin: Origin, language: str
) -> HomeQuestion | None:
    """None where any office may serve anybody."""
    if not head.asks_for_home:
        return None
    prefix = prefix_of(language)
    title = _choices_title(given, language)
    level = head.finest_level
    return HomeQuestion(
        title=translate(QUESTIONS[head.jurisdiction_of], language),
        why=_why(head, language),
        label=translate(LABELS[head.jurisdiction_of], language),
        level=level,
        home=areas_in_words(given.area, language) if given.home else None,
        note=_abolished_in_words(given, language),
        served=_served_in_words(head, given, language),
        refused=_refused_in_words(given, language),
        change_href=prefix + form.path_without(*HOME_FIELDS) + "#home",
        here=None if given.home or given.choices else _here(session, level, form, origin, language),
        choices_title=title,
        choices=tuple(_choice_links(session, form, given, language)),
        areas=AreaLists(provinces=()) if given.home else _lists(session, given, level, language),
        postcode=form.postcode or given.postcode,
        error=given.error.render(language) if given.error else None,
        hidden=tuple((name, value) for name, value in form.parts().items() if name not in HOME_FIELDS),
    )


def find_home_lists(session: Session, codes: tuple[str, str, str], level: str, language: str) -> AreaLists:
    """Province, district and subdistrict as chosen so far; lists below `level` would ask for what nobody needs."""
    needed = AREA_LEVELS.index(level) + 1
    province, district, subdistrict = (code if number < needed else "" for number, code in enumerate(codes))
    lists = find_area_lists(session, province, district, subdistrict, language)
    return AreaLists(
        provinces=lists.provinces,
        districts=lists.districts if needed > 1 else (),
        subdistricts=lists.subdistricts if needed > 2 else (),
        province=lists.province,
        district=lists.district,
        subdistrict=lists.subdistrict,
    )


def _why(head: ProcedureHead, language: str) -> str:
    if head.level is None:
        return translate(N_("This cannot be had everywhere."), language)
    level = translate(LEVEL_NAMES[head.level], language)
    return translate(N_("Only the office of that {level} may serve you."), language, level=level)


def _served_in_words(head: ProcedureHead, given: HomeGiven, language: str) -> str | None:
    """Where there are no areas listed, it goes without saying."""
    if given.home is None or not given.home.served or not head.areas:
        return None
    if head.level is None:
        return translate(N_("This can be had there, from any office that offers it."), language)
    return translate(N_("This can be had there."), language)


def _refused_in_words(given: HomeGiven, language: str) -> str | None:
    if not given.is_outside:
        return None
    area = areas_in_words(given.area, language)
    return translate(
        N_("This cannot be had there: {area} is in none of the areas for which it is done."), language, area=area
    )


def _lists(session: Session, given: HomeGiven, level: str, language: str) -> AreaLists:
    code = given.area[-1].code if given.area else ""
    return find_home_lists(session, (code[:2], code[:4] if code[2:] else "", code if code[4:] else ""), level, language)


def _here(session: Session, level: str, form: NearestForm, origin: Origin, language: str) -> AreaLink | None:
    """The area she is in. A town near her may lie across a border, but it is named, and she knows."""
    if origin.area is None:
        return None
    chain = find_area_chain(session, origin.area)[: AREA_LEVELS.index(level) + 1]
    return _link(form, chain, language)


def _choice_links(session: Session, form: NearestForm, given: HomeGiven, language: str) -> list[AreaLink]:
    """A postcode's areas may be in different provinces, so that their names are whole; parts of an area need not be."""
    links = []
    for choice in given.choices:
        chain = [choice] if given.area else find_area_chain(session, choice.code)
        links.append(_link(form, chain, language))
    return links if language == "th" else sorted(links, key=lambda link: link.name)


def _choices_title(given: HomeGiven, language: str) -> str | None:
    if not given.choices:
        return None
    if given.postcode:
        message = N_("The postcode {postcode} is in several areas. Which one is it?")
        return translate(message, language, postcode=given.postcode)
    area = areas_in_words(given.abolished or given.area, language)
    return translate(N_("Which part of {area} is it?"), language, area=area)


def _abolished_in_words(given: HomeGiven, language: str) -> str | None:
    if not given.abolished:
        return None
    old, new = areas_in_words(given.abolished, language), areas_in_words(given.area, language)
    if given.choices:
        return translate(N_("{old} no longer exists: it was divided."), language, old=old)
    if given.area == given.abolished:
        return translate(N_("{old} no longer exists, and we do not know which area it is now."), language, old=old)
    return translate(N_("{old} no longer exists: it is now {new}."), language, old=old, new=new)


def _link(form: NearestForm, chain: list[AreaName], language: str) -> AreaLink:
    path = form.path_without(*HOME_FIELDS, home=chain[-1].code)
    return AreaLink(name=areas_in_words(chain, language), href=prefix_of(language) + path)

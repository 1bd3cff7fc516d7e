"""The filters on a page: what is chosen, as chips that can be taken off, and a form to choose more."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from api.citizen.answer.filter_form import FilterForm
from api.citizen.answer.narrowing import Narrowing
from api.citizen.ask.nearest_form import NearestForm
from api.citizen.service_point.addresses import areas_in_words
from api.citizen.service_point.office_kinds import find_office_sorts
from api.pages.dates import day_and_time
from api.pages.languages import prefix_of
from geo.areas import AreaName, find_area_chain, find_areas
from geo.calendar_dates import BUDDHIST_ERA
from geo.errors import UnknownArea
from geo.nearest.filters import GECC_NAMES, LANGUAGE_NAMES, WithGeccLevel
from geo.nearest.question import NearestQuery
from geo.opening_hours import BANGKOK
from geo.words import N_, Name, translate

DISTANCES_KM = (2, 5, 10, 25, 50)

ALL_FILTERS = tuple(FilterForm.model_fields)
_PARTS = {"open_only": ("open_only", "day", "time"), "area": ("in_area",)}
"""What a condition stands in an address as, where that is not the parameter's own name."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A condition in words; `href` is the same question without it."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterPanel:
    """`form` has what was chosen as it was written, `errors` a sentence for each field that cannot be understood.

    `hidden` is the rest of the question, which the form sends along; `near` are the areas around her or her home,
    smallest first. Lists have at least what is chosen.
    """

    chips: tuple[Chip, ...]
    clear_href: str
    form: FilterForm
    errors: dict[str, str]
    example_day: str
    hidden: tuple[tuple[str, str], ...]
    distances: tuple[Option, ...]
    levels: tuple[Option, ...]
    kinds: tuple[Option, ...]
    agencies: tuple[Option, ...]
    spoken: tuple[Option, ...]
    near: tuple[Option, ...]
    provinces: tuple[Option, ...]


def chips_of(query: NearestQuery, form: NearestForm, language: str) -> tuple[Chip, ...]:
    """Each in the words of its filter; the one about a time that was chosen says which."""
    chips = []
    for condition in query.conditions():
        text = condition.sentence.render(language)
        if condition.field == "open_only" and query.at is not None:
            text = f"{text}: {day_and_time(query.at, language)}"
        parts = _PARTS.get(condition.field, (condition.field,))
        chips.append(Chip(text, prefix_of(language) + form.path_without(*parts)))
    return tuple(chips)


def filter_panel(  # noqa: PLR0913 - what a panel depends on
    session: Session,
    form: NearestForm,
    narrowing: Narrowing,
    *,
    chips: tuple[Chip, ...],
    procedure_id: int,
    areas: Iterable[str],
    language: str,
) -> FilterPanel:
    """`areas` are codes of areas around her and around her home."""
    sorts = find_office_sorts(session, procedure_id)
    near = _near(session, [code for code in (*areas, form.in_area) if code], language)
    return FilterPanel(
        chips=chips,
        clear_href=prefix_of(language) + form.path_without(*ALL_FILTERS),
        form=form,
        errors={name: sentence.render(language) for name, sentence in narrowing.errors.items()},
        example_day=_example_day(datetime.now(BANGKOK).date() + timedelta(days=1), language),
        hidden=tuple((name, value) for name, value in form.parts().items() if name not in ALL_FILTERS),
        distances=_with(_distances(language), form.within_m),
        levels=_with(_levels(language), form.gecc),
        kinds=_with([_kind(name, language) for name in sorts.kinds], form.type),
        agencies=_with([Option(code, name.render(language)) for code, name in sorts.departments], form.agency),
        spoken=_with(_spoken(language), form.languages),
        near=near,
        provinces=_provinces(session, {option.value for option in near}, language),
    )


def _example_day(day: date, language: str) -> str:
    """In the era of the page's language; both are understood."""
    return f"{day.day}/{day.month}/{day.year + BUDDHIST_ERA if language == 'th' else day.year}"


def _distances(language: str) -> list[Option]:
    return [
        Option(str(km * 1000), translate(N_("Within {kilometres} km"), language, kilometres=km)) for km in DISTANCES_KM
    ]


def _levels(language: str) -> list[Option]:
    return [Option(level, WithGeccLevel(level).sentence().render(language)) for level in GECC_NAMES]


def _kind(name: Name, language: str) -> Option:
    return Option(name.th, name.render(language))


def _spoken(language: str) -> list[Option]:
    return [Option(code, translate(name, language)) for code, name in LANGUAGE_NAMES.items()]


def _near(session: Session, codes: Sequence[str], language: str) -> tuple[Option, ...]:
    """Each area with those it lies in; what is no area's code is left to who reports it."""
    chains: dict[str, list[AreaName]] = {}
    for code in codes:
        with suppress(UnknownArea):
            chain = find_area_chain(session, code)
            for length in range(len(chain), 0, -1):
                chains.setdefault(chain[length - 1].code, chain[:length])
    return tuple(Option(code, areas_in_words(chain, language)) for code, chain in chains.items())


def _provinces(session: Session, listed: set[str], language: str) -> tuple[Option, ...]:
    others = (area for area in find_areas(session) if area.code not in listed)
    options = [Option(area.code, areas_in_words([area], language)) for area in others]
    return tuple(options) if language == "th" else tuple(sorted(options, key=lambda option: option.text))


def _with(options: list[Option], chosen: str) -> tuple[Option, ...]:
    """With what is chosen, which an address may have although no list does."""
    if chosen and chosen not in {option.value for option in options}:
        options = [*options, Option(chosen, chosen)]
    return tuple(options)

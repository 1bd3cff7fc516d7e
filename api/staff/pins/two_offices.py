"""Two service points that look like one, as pages for staff ask about them, and what was said of such pairs."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from api.pages.languages import prefix_of
from api.pages.phrase import Phrase, phrase
from api.staff.access import SignedIn
from api.staff.pins.pin_words import when_in_words
from geo.models import ServicePoint
from geo.staff.pins.two_offices import ACTION, SaidTwo, find_lookalike, find_two_offices_of
from geo.staff.service_point_edit import place_of


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoOfficesForm:
    """For `staff/pins/_two_offices_form.html`. `asked` None: on the pin's own page, else what the list is narrowed to.

    `field` is the id of its one field.
    """

    action: str
    version: int
    other: str
    field: str
    asked: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidTwoRow:
    """For `staff/pins/_said_two.html`; `undo_action` None: not this person's to take back."""

    code: str
    name: Phrase
    href: str
    other_code: str
    other_name: Phrase
    other_href: str
    reason: str
    when: str
    by: str
    undo_action: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoOfficesPart:
    """Of a pin's page. `sentence` empty: the audit found none that it looks like; `form` None: not hers to answer."""

    sentence: str
    other_href: str
    hide_href: str | None
    form: TwoOfficesForm | None
    said: tuple[SaidTwoRow, ...]


def two_offices_part(session: Session, who: SignedIn, point: ServicePoint, language: str) -> TwoOfficesPart:
    staff = f"{prefix_of(language)}/staff/service-points"
    twin = find_lookalike(session, point)
    may_answer = who.actor.may(ACTION, place_of(point))
    form = None
    if twin is not None and may_answer:
        form = two_offices_form(point.code, point.version, twin.code, language)
    return TwoOfficesPart(
        sentence="" if twin is None else twin.sentence.render(language),
        other_href="" if twin is None else _citizens(twin.code, language),
        hide_href=f"{staff}/{point.code}#status" if who.actor.may("service_point.hide", place_of(point)) else None,
        form=form,
        said=said_two_rows(find_two_offices_of(session, point), language, may_undo=may_answer),
    )


def two_offices_form(  # noqa: PLR0913 - all that the form says
    code: str, version: int, other: str, language: str, *, field: str = "reason", asked: str | None = None
) -> TwoOfficesForm:
    action = f"{prefix_of(language)}/staff/service-points/{code}/pin/two-offices"
    return TwoOfficesForm(action=action, version=version, other=other, field=field, asked=asked)


def said_two_rows(said: Iterable[SaidTwo], language: str, *, may_undo: bool = True) -> tuple[SaidTwoRow, ...]:
    staff = f"{prefix_of(language)}/staff/service-points"
    return tuple(
        SaidTwoRow(
            code=one.code,
            name=phrase(language, one.name.th, one.name.en),
            href=f"{staff}/{one.code}/pin",
            other_code=one.other_code,
            other_name=phrase(language, one.other_name.th, one.other_name.en),
            other_href=_citizens(one.other_code, language),
            reason=one.reason,
            when=when_in_words(one.at, language),
            by=one.by,
            undo_action=f"{staff}/{one.code}/pin/two-offices/undo" if may_undo else None,
        )
        for one in said
    )


def _citizens(code: str, language: str) -> str:
    """The other one may be another agency's, whose pages for staff she may not see."""
    return f"{prefix_of(language)}/service-points/{code}"

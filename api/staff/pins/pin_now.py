"""The present pin in words: where, how, by whom, confirmed by whom, and the pins before it."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from api.pages.dates import date_in_words
from api.staff.pins.pin_words import METHOD_NAMES, STATE_NAMES, by_in_words, confirmed_in_words, when_in_words
from api.staff.pins.remedies import typed_numbers
from geo.coordinates import LonLat
from geo.models import ServicePoint
from geo.opening_hours import BANGKOK
from geo.pins.finding import distance_words
from geo.staff.pins.edit import find_previous_pin
from geo.staff.pins.history import PinThen, find_pin_history
from geo.staff.pins.unconfirmed import unconfirmed_since
from geo.words import N_, Sentence, translate


@dataclass(frozen=True, slots=True, kw_only=True)
class PinNow:
    """`confirmed` empty: by nobody yet. `unconfirmed` says since when nobody has, where that is too long.

    `can_undo`: there is a pin before it. `kept` is what its officer insisted on, `state` what became of it.
    """

    numbers: str
    lat: str
    lon: str
    set: str
    confirmed: str
    unconfirmed: str
    can_undo: bool
    state: str
    kept: tuple[str, ...]
    kept_because: str
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PinThenRow:
    """`numbers` None: the pin was taken away."""

    when: str
    iso: str
    by: str
    numbers: str | None
    how: str
    moved: str
    kept: tuple[str, ...]
    kept_because: str
    state: str
    decided: str
    comment: str
    is_now: bool


def pin_now(session: Session, point: ServicePoint, here: LonLat, language: str, confirm_within: timedelta) -> PinNow:
    [newest, *_] = find_pin_history(session, point)
    unconfirmed = unconfirmed_since(point.pin_verified_at, point.pinned_at, confirm_within)
    return PinNow(
        numbers=typed_numbers(here),
        lat=f"{here.lat:.7f}",
        lon=f"{here.lon:.7f}",
        set=f"{when_in_words(newest.at, language)} · {by_in_words(newest.by, language)} · {_how(newest, language)}",
        confirmed=confirmed_in_words(point, language),
        unconfirmed="" if unconfirmed is None else date_in_words(unconfirmed.astimezone(BANGKOK).date(), language),
        can_undo=find_previous_pin(session, point) is not None,
        state=newest.state or "",
        kept=tuple(one.render(language) for one in newest.kept),
        kept_because=newest.kept_because or "",
        comment=newest.comment or "",
    )


def history_rows(session: Session, point: ServicePoint, language: str) -> tuple[PinThenRow, ...]:
    """The latest first."""
    return tuple(_row(one, number == 0, language) for number, one in enumerate(find_pin_history(session, point)))


def _row(then: PinThen, is_now: bool, language: str) -> PinThenRow:
    moved = Sentence(N_("moved {distance}"), {"distance": distance_words(then.moved_m or 0.0)})
    return PinThenRow(
        when=when_in_words(then.at, language),
        iso=then.at.astimezone(BANGKOK).isoformat(timespec="seconds"),
        by=by_in_words(then.by, language),
        numbers=None if then.position is None else typed_numbers(then.position),
        how=_how(then, language),
        moved=moved.render(language) if (then.moved_m or 0.0) >= 0.5 else "",
        kept=tuple(one.render(language) for one in then.kept),
        kept_because=then.kept_because or "",
        state=translate(STATE_NAMES.get(then.state or "", ""), language),
        decided=f"{when_in_words(then.decided_at, language)} · {then.decided_by}" if then.decided_at else "",
        comment=then.comment or "",
        is_now=is_now,
    )


def _how(then: PinThen, language: str) -> str:
    how = translate(METHOD_NAMES.get(then.method or "", ""), language)
    if then.accuracy_m is None:
        return how
    return f"{how}, " + translate(N_("to within {metres} m"), language, metres=round(then.accuracy_m))

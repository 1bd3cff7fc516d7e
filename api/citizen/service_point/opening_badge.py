"""Whether a service point is open, in as few words as answer the question."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from api.pages.dates import moment
from geo.government_holidays import COMPUTED, GovernmentCalendar
from geo.opening_hours import BANGKOK, STATE_NAMES, Hours, Opening, State, opening_at, state_at
from geo.words import N_, translate


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningBadge:
    """`state` chooses the colour, `label` is the tag, `detail` until or from when, and the reason of an exception."""

    state: State
    label: str
    detail: str


def opening_badge(
    hours: Hours,
    now: datetime,
    language: str,
    calendar: GovernmentCalendar = COMPUTED,
    *,
    is_now: bool = True,
) -> OpeningBadge:
    """`is_now` False: `now` is another time that was asked about."""
    now = now.astimezone(BANGKOK)
    opening = opening_at(hours, now, calendar)
    label = translate(STATE_NAMES[opening.state], language)

    def tell(at: datetime) -> str:
        return moment(at, now, language, is_now=is_now)

    detail = _detail(opening, tell, language) or _first_appointment(hours, opening, tell, language, calendar)
    if opening.exception is not None:
        reason = opening.exception.note(language) or translate(N_("temporary hours"), language)
        detail = f"{detail} ({reason})" if detail else reason
    return OpeningBadge(state=opening.state, label=label, detail=detail)


Tell = Callable[[datetime], str]


def _detail(opening: Opening, tell: Tell, language: str) -> str:
    if opening.state in ("open", "by_appointment"):
        if opening.until is None:
            return translate(N_("around the clock"), language) if opening.state == "open" else ""
        return translate(N_("until {time}"), language, time=tell(opening.until))
    if opening.state == "closed" and opening.next_opening is not None:
        return translate(N_("opens {time}"), language, time=tell(opening.next_opening))
    return ""


def _first_appointment(hours: Hours, opening: Opening, tell: Tell, language: str, calendar: GovernmentCalendar) -> str:
    """Doors that never simply open may still open for those who are expected."""
    if opening.state != "closed" or opening.until is None:
        return ""
    if state_at(hours, opening.until, calendar) != "by_appointment":
        return ""
    return translate(N_("by appointment from {time}"), language, time=tell(opening.until))

"""Whether a service point is open, in as few words as answer the question."""

from dataclasses import dataclass
from datetime import datetime

from api.citizen.dates import clock_time, moment, weekday
from api.citizen.opening_week import DayGroup, Spell, usual_hours
from geo.errors import PakmudError
from geo.opening_hours import BANGKOK, STATE_NAMES, Opening, State, opening_at
from geo.words import N_, translate


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningBadge:
    """`state` chooses the colour, `label` is the tag, `detail` until or from when; empty when nobody knows."""

    state: State
    label: str
    detail: str


def opening_badge(expression: str | None, now: datetime, language: str) -> OpeningBadge:
    """Hours that cannot be read are unknown, like hours that nobody gave: never closed."""
    now = now.astimezone(BANGKOK)
    try:
        opening = opening_at(expression, now)
    except PakmudError:
        opening = Opening(state="unknown")
    label = translate(STATE_NAMES[opening.state], language)
    return OpeningBadge(state=opening.state, label=label, detail=_detail(opening, now, language))


def _detail(opening: Opening, now: datetime, language: str) -> str:
    if opening.state in ("open", "by_appointment"):
        if opening.until is None:
            return translate(N_("around the clock"), language) if opening.state == "open" else ""
        return translate(N_("until {time}"), language, time=moment(opening.until, now, language))
    if opening.state == "closed" and opening.next_opening is not None:
        return translate(N_("opens {time}"), language, time=moment(opening.next_opening, now, language))
    return ""


def hours_in_words(expression: str | None, now: datetime, language: str) -> list[str]:
    """The usual week, a line for each group of days: 'Monday–Friday 08:30–16:30'. Empty when not known."""
    try:
        groups = usual_hours(expression, now)
    except PakmudError:
        return []
    return [_group(group, now, language) for group in groups]


def spell_in_words(spell: Spell, language: str) -> str:
    if spell.start is None or spell.end is None:
        hours = translate(N_("all day"), language)
    else:
        # Midnight ends a day as 24:00; 00:00 would read as its beginning.
        end = clock_time(spell.end) if spell.end.hour or spell.end.minute else "24:00"
        hours = f"{clock_time(spell.start)}–{end}"
    return hours if spell.state == "open" else f"{hours} ({translate(STATE_NAMES[spell.state], language).lower()})"


def _group(group: DayGroup, now: datetime, language: str) -> str:
    hours = ", ".join(spell_in_words(spell, language) for spell in group.spells)
    if len(group.weekdays) == 7:
        return translate(N_("Every day {hours}"), language, hours=hours)
    # 5 January 1970 was a Monday: any week gives the names.
    names = [weekday(datetime(1970, 1, 5 + day, tzinfo=BANGKOK).date(), language) for day in group.weekdays]
    days = names[0] if len(names) == 1 else f"{names[0]}–{names[-1]}"
    return f"{days} {hours}"

"""Hours as lines of the log and lists tell them: the usual ones, those of a time, those of an offering."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from api.pages.dates import date_in_words, day_and_time
from geo.hours_in_words.describe import describe_hours
from geo.opening_hours import BANGKOK, TemporarySpell
from geo.staff.temporary_hours import spell_of_log
from geo.words import N_, translate


def expression_in_words(expression: str | None, language: str) -> str:
    """'จันทร์–ศุกร์ 08:30–16:30, ปิดวันหยุดราชการ'; as it is written where it cannot be read."""
    if not expression:
        return translate(N_("Hours unknown"), language)
    return ", ".join(describe_hours(expression, language, datetime.now(BANGKOK))) or expression


def is_closure(spell: TemporarySpell) -> bool:
    return spell.expression.strip().lower() in ("off", "closed")


def spell_in_words(spell: TemporarySpell, language: str) -> str:
    """'23 พฤศจิกายน 2569 – 25 พฤศจิกายน 2569: ปิด (ปิดปรับปรุง)'."""
    hours = translate(N_("closed"), language) if is_closure(spell) else expression_in_words(spell.expression, language)
    note = spell.note(language)
    return f"{days_in_words(spell, language)}: {hours}" + (f" ({note})" if note else "")


def days_in_words(spell: TemporarySpell, language: str) -> str:
    since = spell.since.astimezone(BANGKOK)
    whole = since.time() == time()
    first = date_in_words(since.date(), language) if whole else day_and_time(since, language)
    if spell.until is None:
        return translate(N_("from {day} until further notice"), language, day=first)
    until = spell.until.astimezone(BANGKOK)
    if until.time() == time():
        day = until.date() - timedelta(days=1)
        last = date_in_words(day, language)
        return first if whole and day == since.date() else f"{first} – {last}"
    return f"{first} – {day_and_time(until, language)}"


def logged_in_words(field: str, value: Mapping[str, Any], language: str) -> str:
    """Of `temporary_hours` and `offering_hours` in the log."""
    if field == "temporary_hours":
        return spell_in_words(spell_of_log(value).spell, language)
    hours = value.get("opening_hours")
    said = expression_in_words(hours, language) if hours else translate(N_("as the office"), language)
    return f"{value.get('title', '')}: {said}"

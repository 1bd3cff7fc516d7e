"""The dated closures and other hours of a service point, as its page lists them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from api.pages.phrase import Phrase, optional_phrase
from api.staff.audit_log.hours_words import days_in_words, expression_in_words, is_closure
from geo.models import ServicePoint
from geo.opening_hours import BANGKOK, TemporarySpell
from geo.staff.temporary_hours import NumberedSpell, find_temporary
from geo.words import N_, translate


@dataclass(frozen=True, slots=True, kw_only=True)
class TemporaryRow:
    """`href` is its own page, and the beginning of the addresses that end and remove it."""

    days: str
    hours: str
    note: Phrase | None
    href: str
    holds_now: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TemporaryLists:
    """`ahead`: those that hold or will, in order; `past`: the latest first."""

    add_href: str
    ahead: tuple[TemporaryRow, ...]
    past: tuple[TemporaryRow, ...]


def temporary_lists(session: Session, point: ServicePoint, base: str, language: str) -> TemporaryLists:
    now = datetime.now(BANGKOK)
    found = find_temporary(session, point)
    past = [one for one in found if one.spell.until is not None and one.spell.until <= now]
    ahead = [one for one in found if one not in past]
    return TemporaryLists(
        add_href=f"{base}/add",
        ahead=tuple(_rows(ahead, now, base, language)),
        past=tuple(_rows(reversed(past), now, base, language)),
    )


def _rows(found: Iterable[NumberedSpell], now: datetime, base: str, language: str) -> Iterable[TemporaryRow]:
    for one in found:
        yield TemporaryRow(
            days=days_in_words(one.spell, language),
            hours=hours_in_words(one.spell, language),
            note=optional_phrase(language, one.spell.note_th or one.spell.note_en, one.spell.note_en),
            href=f"{base}/{one.number}",
            holds_now=one.spell.holds_at(now),
        )


def hours_in_words(spell: TemporarySpell, language: str) -> str:
    if is_closure(spell):
        return translate(N_("Closed"), language)
    return expression_in_words(spell.expression, language)

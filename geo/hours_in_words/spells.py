"""A part of a day in words: from when to when, and in which state."""

from geo.hours_in_words.days import Spell
from geo.opening_hours import STATE_NAMES
from geo.words import N_, translate


def spell_in_words(spell: Spell, language: str) -> str:
    if spell.start is None or spell.end is None:
        if spell.state == "unknown":
            return translate(STATE_NAMES[spell.state], language)
        hours = translate(N_("all day"), language)
    else:
        # Midnight ends a day as 24:00; 00:00 would read as its beginning.
        end = f"{spell.end:%H:%M}" if spell.end.hour or spell.end.minute else "24:00"
        hours = f"{spell.start:%H:%M}–{end}"
    return hours if spell.state == "open" else f"{hours} ({translate(STATE_NAMES[spell.state], language).lower()})"

"""An expression minute by minute, by the one evaluator."""

from datetime import date, datetime, time, timedelta

from geo.opening_expression import spells_of_expression
from tests.geo.weekly_hours.weeks import DAYS, HOLIDAYS, MONDAY


def evaluated(
    expression: str, days: int = DAYS, *, start: date = MONDAY, holidays: frozenset[date] = HOLIDAYS
) -> dict[int, str]:
    """The state of each minute from midnight before `start` that is not closed."""
    begin = datetime.combine(start, time())
    minutes: dict[int, str] = {}
    for spell in spells_of_expression(expression, begin, begin + timedelta(days=days), holidays):
        if spell.state != "closed":
            first, last = ((at - begin) // timedelta(minutes=1) for at in (spell.start, spell.end))
            minutes |= dict.fromkeys(range(first, last), spell.state)
    return minutes

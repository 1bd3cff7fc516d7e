"""Opening hours as offices write them, Thai or English, as an `opening_hours` expression (decision 31)."""

import re
from collections.abc import Iterator, Sequence

from geo.hours_text.clauses import read_clauses
from geo.hours_text.reading import HoursReading, Leftover, Question, ServiceHours
from geo.hours_text.scan import Token, scan
from geo.hours_text.sections import Section, sections_of
from geo.hours_text.signs import Plain, plain_signs
from geo.hours_text.week_of_clauses import Doubt, week_of_clauses
from geo.opening_expression import is_expression
from geo.weekly_hours.write_weekly_hours import write_week
from geo.words import N_, Sentence

LONGEST = 4_000
"""Characters of one text: more than that is no note about hours."""

_OSM = re.compile(r"\b(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)\b(?![a-z])|^24/7$|^off$")


def parse_thai_hours(text: str) -> HoursReading:
    """Never raises. Words that were not understood are in `leftovers`, wherever they stood."""
    if is_expression(text.strip()) and text.isascii() and _OSM.search(text.strip()):
        return HoursReading(text=text, expression=text.strip())
    if len(text) > LONGEST or not text.strip():
        rest = (Leftover(0, len(text), text),) if text.strip() else ()
        return HoursReading(text=text, expression=None, leftovers=rest)
    plain = plain_signs(text)
    tokens = scan(plain.text)
    expression: str | None = None
    leftovers: list[Token] = []
    doubts: list[Doubt] = []
    services: list[ServiceHours] = []
    for section in sections_of(tokens):
        said = read_clauses(section.tokens)
        weekly, arising = week_of_clauses(said)
        doubts += arising
        leftovers += said.leftovers
        written = None if weekly is None else write_week(weekly)
        if section.service is None:
            expression = written
        elif written is None:
            leftovers.append(section.service)
        else:
            services.append(_service(section, written, plain, text))
    questions = tuple(sorted((_question(doubt, plain) for doubt in doubts), key=lambda one: (one.start, one.end)))
    if expression is None and len(services) == 1:
        (only,) = services
        sentence = Sentence(N_("'{name}' may be a part of the office: read as the whole."), {"name": only.name})
        questions = (Question(only.start, only.start + len(only.name), sentence), *questions)
        expression, services = only.expression, []
    return HoursReading(
        text=text,
        expression=expression,
        leftovers=tuple(_leftovers(leftovers, tokens, plain, text)),
        questions=questions,
        services=tuple(services),
    )


def _service(section: Section, expression: str, plain: Plain, text: str) -> ServiceHours:
    assert section.service is not None  # noqa: S101 - asked for these alone
    start = plain.places[section.service.start]
    name = text[start : _end(plain, section.service.end)]
    return ServiceHours(start, _end(plain, section.tokens[-1].end), name, expression)


def _question(doubt: Doubt, plain: Plain) -> Question:
    return Question(plain.places[doubt.start], _end(plain, doubt.end), doubt.sentence)


def _leftovers(left: Sequence[Token], tokens: Sequence[Token], plain: Plain, text: str) -> Iterator[Leftover]:
    """In order; those with nothing but small words between them, on one line, are one."""
    marked = {token.start for token in left}
    start: int | None = None
    last = 0
    for token in tokens:
        if token.start in marked:
            start = token.start if start is None else start
            last = token.end
        elif start is not None and token.kind not in ("noise", "sign", "open", "left", "right"):
            yield _leftover(start, last, plain, text)
            start = None
    if start is not None:
        yield _leftover(start, last, plain, text)


def _leftover(first: int, last: int, plain: Plain, text: str) -> Leftover:
    start, end = plain.places[first], _end(plain, last)
    return Leftover(start, end, text[start:end])


def _end(plain: Plain, end: int) -> int:
    """Behind the last sign, before what was left out behind it."""
    return plain.places[end - 1] + 1 if end and plain.places[end] != plain.places[-1] else plain.places[end]

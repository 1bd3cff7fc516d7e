"""Hours of the office, and of what within it keeps others: งานทะเบียน จันทร์-ศุกร์ 8.30-15.30."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from geo.hours_text.scan import Token


@dataclass(slots=True)
class Section:
    """`service` None: the office itself."""

    service: Token | None
    tokens: list[Token] = field(default_factory=list)


def sections_of(tokens: Sequence[Token]) -> list[Section]:
    """The office first. Behind a name all is the service's, up to the next name or the bracket that closes."""
    office = Section(None)
    sections = [office]
    current, depth, opened_at = office, 0, 0
    for token in tokens:
        if token.kind == "service":
            current, opened_at = Section(token), depth
            sections.append(current)
            continue
        if token.kind == "left":
            depth += 1
        elif token.kind == "right":
            depth -= 1
            if current is not office and depth < opened_at:
                current = office
        current.tokens.append(token)
    return sections

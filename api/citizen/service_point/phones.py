"""Telephone numbers as offices write them, made ready to be called."""

import re
from dataclasses import dataclass

from geo.thai_digits import in_arabic_digits

_EXTENSION = re.compile(r"\s*(?:ต่อ|ext\.?|#|กด)\s*[\d, -]+", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*(?:[,;/]|\bหรือ\b|\bและ\b)\s*")


@dataclass(frozen=True, slots=True)
class Phone:
    """`label` as written; `href` is a tel: link, or None when there is no number in it that can be dialled."""

    label: str
    href: str | None


def parse_phones(text: str | None) -> list[Phone]:
    """'0 3821 6123, 0 3821 6124 ต่อ 12' is two phones; an extension stays with its number but is not dialled."""
    if not text:
        return []
    held = _EXTENSION.sub(lambda match: match[0].replace(",", "\0").replace("-", "\1"), text)
    parts = (part.replace("\0", ",").replace("\1", "-").strip() for part in _SEPARATOR.split(held))
    return [Phone(part, _link(part)) for part in parts if part]


def _link(label: str) -> str | None:
    number = in_arabic_digits(_EXTENSION.sub("", label))
    digits = re.sub(r"\D", "", number)
    if not 3 <= len(digits) <= 15:
        return None
    return f"tel:+{digits}" if number.strip().startswith("+") else f"tel:{digits}"

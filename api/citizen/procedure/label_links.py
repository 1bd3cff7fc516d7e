"""Links from a label (a category, a group of users, an event of life) to the procedures that have it."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from api.pages.languages import prefix_of
from api.pages.phrase import Phrase, phrase
from geo.tags import LIFE_EVENTS, Label
from geo.words import translate


@dataclass(frozen=True, slots=True)
class LabelLink:
    name: Phrase
    href: str


def label_links(labels: Iterable[Label], language: str) -> tuple[LabelLink, ...]:
    return tuple(LabelLink(label_phrase(label, language), label_href(label, prefix_of(language))) for label in labels)


def label_phrase(label: Label, language: str) -> Phrase:
    """Those that are events of a life have a name in every language."""
    if language == "th" or label.name_th not in LIFE_EVENTS:
        return phrase(language, label.name_th, label.name_en)
    return Phrase(translate(LIFE_EVENTS[label.name_th], language), language, language)


def label_href(label: Label, prefix: str) -> str:
    return f"{prefix}/procedures?{urlencode({label.kind: label.name_th})}"

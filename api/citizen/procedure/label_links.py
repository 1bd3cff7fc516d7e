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
    prefix = prefix_of(language)
    return tuple(LabelLink(label_phrase(one, language), label_href(one.kind, one.name_th, prefix)) for one in labels)


def label_phrase(label: Label, language: str) -> Phrase:
    """Those that are events of a life have a name in every language."""
    if language == "th" or label.name_th not in LIFE_EVENTS:
        return phrase(language, label.name_th, label.name_en)
    return life_event_phrase(label.name_th, language)


def life_event_phrase(name_th: str, language: str) -> Phrase:
    return Phrase(name_th if language == "th" else translate(LIFE_EVENTS[name_th], language), language, language)


def label_href(kind: str, name_th: str, prefix: str) -> str:
    return f"{prefix}/procedures?{urlencode({kind: name_th})}"

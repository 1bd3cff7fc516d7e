"""What an office is known for, in small tags: only what is known, and the barrier too."""

from dataclasses import dataclass

from geo.nearest.filters import GECC_NAMES, Accessible, NoCopies, Speaking
from geo.nearest.search import Hit
from geo.service_points import ServicePointDetail
from geo.words import N_, Sentence


@dataclass(frozen=True, slots=True)
class Quality:
    """`kind` chooses the look: good, neutral or barrier."""

    text: str
    kind: str


def qualities(hit: Hit | ServicePointDetail, language: str) -> tuple[Quality, ...]:
    found: list[tuple[Sentence, str]] = []
    if hit.no_copy:
        found.append((NoCopies().sentence(), "good"))
    if hit.accessible:
        found.append((Accessible().sentence(), "good"))
    elif hit.accessible is False:
        found.append((Sentence(N_("Not wheelchair accessible")), "barrier"))
    if hit.gecc_level in GECC_NAMES:
        found.append((Sentence(N_("GECC {level}"), {"level": Sentence(GECC_NAMES[hit.gecc_level])}), "good"))
    if hit.languages:
        found.append((Speaking(tuple(hit.languages)).sentence(), "neutral"))
    return tuple(Quality(sentence.render(language), kind) for sentence, kind in found)

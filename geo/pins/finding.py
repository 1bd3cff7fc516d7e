"""What may be wrong with a service point's pin, what to do about it, and whether an officer may insist."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from geo.coordinates import LonLat
from geo.errors import InvalidQuery
from geo.words import N_, Sentence

Severity = Literal["error", "warning", "note"]
"""Surely wrong, so that citizens are sent astray; probably wrong; worth a look."""

FindingKind = Literal[
    "swapped",
    "outside_thailand",
    "wrong_province",
    "wrong_district",
    "wrong_subdistrict",
    "between_outlines",
    "on_another_agency",
    "head_office",
    "centroid",
    "rounded",
    "moved_far",
    "not_pinned",
    "stale",
    "hours_missing",
    "hours_unreadable",
    "no_offering",
    "duplicate",
]


@dataclass(frozen=True, slots=True)
class AboutKind:
    """`may_insist`: an officer who knows better keeps her pin; it is recorded and goes to the central officer."""

    name: str
    severity: Severity
    may_insist: bool = False


KINDS: Mapping[FindingKind, AboutKind] = {
    # Never: the numbers lie in Thailand only the other way round, so nobody means them as they stand.
    "swapped": AboutKind(N_("Latitude and longitude swapped"), "error"),
    # An embassy issues passports, so a pin abroad can be right.
    "outside_thailand": AboutKind(N_("Outside Thailand"), "error", may_insist=True),
    # Outlines are simplified and now and then wrong, an office may stand beyond the border of what it serves, and
    # addresses are older than borders: whoever works there knows.
    "wrong_province": AboutKind(N_("Not in the stated province"), "error", may_insist=True),
    "wrong_district": AboutKind(N_("Not in the stated district"), "warning", may_insist=True),
    "wrong_subdistrict": AboutKind(N_("Not in the stated subdistrict"), "warning", may_insist=True),
    # A pier reaches out beyond every outline.
    "between_outlines": AboutKind(N_("Between the outlines of areas"), "note", may_insist=True),
    # Two agencies share a building whose name stands in one of the addresses only.
    "on_another_agency": AboutKind(N_("On the pin of another agency"), "warning", may_insist=True),
    # One building on a border may house the offices of three subdistricts.
    "head_office": AboutKind(N_("Same pin for offices of several subdistricts"), "warning", may_insist=True),
    # The city pillar stands in the middle of the province, and an office beside it.
    "centroid": AboutKind(N_("The middle of an area"), "warning", may_insist=True),
    # One door in ten thousand stands on whole thousandths of a degree.
    "rounded": AboutKind(N_("Too few decimals"), "warning", may_insist=True),
    # Offices do move.
    "moved_far": AboutKind(N_("Far from the pin before"), "warning", may_insist=True),
    # What is missing is not a pin that anybody could stand up for.
    "not_pinned": AboutKind(N_("Not pinned"), "error"),
    "stale": AboutKind(N_("Pin not confirmed for long"), "note"),
    "hours_missing": AboutKind(N_("Opening hours missing"), "note"),
    "hours_unreadable": AboutKind(N_("Opening hours not understood"), "warning"),
    "no_offering": AboutKind(N_("Offers nothing"), "warning"),
    "duplicate": AboutKind(N_("Likely a duplicate"), "warning"),
}


@dataclass(frozen=True, slots=True)
class Remedy:
    """What to do; `proposed` is a position to take with one tap."""

    sentence: Sentence
    proposed: LonLat | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PinFinding:
    """`other_code` is the service point that this one is on top of, or that it repeats."""

    kind: FindingKind
    sentence: Sentence
    remedy: Remedy
    other_code: str | None = None

    @property
    def severity(self) -> Severity:
        return KINDS[self.kind].severity

    @property
    def may_insist(self) -> bool:
        return KINDS[self.kind].may_insist


Found = tuple[int, PinFinding]
"""What a rule gives: the id of the pin, and what is wrong with it."""


_RANKS = {kind: number for number, kind in enumerate(KINDS)}


def rank(kind: FindingKind) -> int:
    """The lower, the earlier it is told: the order of `KINDS`."""
    return _RANKS[kind]


def parse_kind(text: str) -> FindingKind:
    """Raises: InvalidQuery."""
    for kind in KINDS:
        if kind == text:
            return kind
    message = N_("'{kind}' is none of the kinds of findings: {kinds}.")
    raise InvalidQuery(message, field="kind", kind=text, kinds=", ".join(KINDS))


def distance_words(distance_m: float) -> Sentence:
    if distance_m < 995:
        return Sentence(N_("{metres} m"), {"metres": max(1, round(distance_m))})
    return Sentence(N_("{kilometres} km"), {"kilometres": f"{distance_m / 1000:,.1f}"})

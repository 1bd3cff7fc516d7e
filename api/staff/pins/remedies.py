"""What was found of a pin as a page shows it: the sentence, and the remedy as something to press."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.pages.languages import prefix_of
from geo.coordinates import LonLat
from geo.pins.finding import KINDS, FindingKind, PinFinding
from geo.words import N_, translate

_TAKE_NAMES: Mapping[FindingKind, str] = {
    "swapped": N_("Swap them for me"),
    "moved_far": N_("Keep the pin that was there"),
}

_ADDRESS = ("/edit#subdistrict_code", N_("Correct the subdistrict"))
_ELSEWHERE: Mapping[FindingKind, tuple[str, str]] = {
    "wrong_province": _ADDRESS,
    "wrong_district": _ADDRESS,
    "wrong_subdistrict": _ADDRESS,
    "between_outlines": _ADDRESS,
    "on_another_agency": ("/edit#address_th", N_("Correct the address")),
    "hours_missing": ("/hours", N_("State the hours")),
    "hours_unreadable": ("/hours", N_("State the hours")),
    "no_offering": ("/offerings", N_("Link the manuals")),
    "duplicate": ("/pin#other", N_("Look at both of them")),
}
"""Path below the service point where it is put right, for what is not put right by moving the pin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """`take` is a coordinate to take with one tap, called `take_name`; `href` leads to where else it is put right."""

    kind: FindingKind
    name: str
    severity: str
    sentence: str
    remedy: str
    take: str | None
    take_name: str
    href: str | None
    href_name: str
    may_insist: bool
    is_insisted: bool


def finding_row(code: str, finding: PinFinding, language: str, insisted: Sequence[str] = ()) -> FindingRow:
    proposed = finding.remedy.proposed
    path, path_name = _ELSEWHERE.get(finding.kind, (None, ""))
    return FindingRow(
        kind=finding.kind,
        name=translate(KINDS[finding.kind].name, language),
        severity=finding.severity,
        sentence=finding.sentence.render(language),
        remedy=finding.remedy.sentence.render(language),
        take=None if proposed is None else typed_numbers(proposed),
        take_name=translate(_TAKE_NAMES[finding.kind], language) if finding.kind in _TAKE_NAMES else "",
        href=None if path is None else f"{prefix_of(language)}/staff/service-points/{code}{path}",
        href_name=translate(path_name, language) if path_name else "",
        may_insist=finding.may_insist,
        is_insisted=finding.kind in insisted,
    )


def remedy_href(code: str, kind: FindingKind, language: str) -> str:
    """Where a work item is done: the page of the pin, but for what is put right elsewhere."""
    path = "/pin" if kind in _BY_PIN else _ELSEWHERE[kind][0]
    return f"{prefix_of(language)}/staff/service-points/{code}{path}"


_BY_PIN = frozenset(KINDS) - {"hours_missing", "hours_unreadable", "no_offering", "duplicate"}


def typed_numbers(position: LonLat) -> str:
    """To the centimetre, with all decimals: how many there are tells how exact it is."""
    return f"{position.lat:.7f}, {position.lon:.7f}"

"""Where a procedure can be had, where that is in some areas only: in one line, and in groups to look through."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy.orm import Session

from api.citizen.service_point.addresses import AreaChains, areas_in_words
from geo.areas import AreaName
from geo.procedure_head import ProcedureHead
from geo.words import N_, translate

MOST_NAMED = 3
"""Areas that the line names."""

MOST_LISTED = 8
"""Areas that are read at a glance; more are folded."""

_ONLY = {
    "home": N_("Only for homes registered in:"),
    "land": N_("Only for land in:"),
    "building": N_("Only for buildings in:"),
    "business": N_("Only for businesses in:"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaGroup:
    """Districts of one province, subdistricts of one district, or provinces; `title` says which."""

    title: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlyIn:
    """`lead` begins the sentence that `groups` go on with: 'Only for land in:'. `line` is all of it, with few names.

    `fold` is there where the groups are too many to stand on a page unasked: what opens them.
    """

    lead: str
    line: str
    groups: tuple[AreaGroup, ...]
    fold: str | None


def find_only_in(session: Session, head: ProcedureHead, language: str) -> OnlyIn | None:
    """None where it can be had anywhere."""
    if not head.areas:
        return None
    # a district of a province that is listed itself says nothing more
    codes = head.area_codes
    listed = [code for code in codes if not any(code != other and code.startswith(other) for other in codes)]
    chains = AreaChains(session)
    chains.find(listed)
    lead = translate(_ONLY[head.jurisdiction_of], language)
    found = [chains.of(code) for code in listed]
    return OnlyIn(
        lead=lead,
        line=f"{lead} {_names(found, language)}",
        groups=tuple(_groups(found, language)),
        fold=translate(N_("All {count} areas"), language, count=len(found)) if len(found) > MOST_LISTED else None,
    )


def _names(found: Sequence[Sequence[AreaName]], language: str) -> str:
    # English has commas inside the name of a place
    text = (", " if language == "th" else "; ").join(areas_in_words(chain, language) for chain in found[:MOST_NAMED])
    more = len(found) - MOST_NAMED
    return translate(N_("{areas} and {count} other areas"), language, areas=text, count=more) if more > 0 else text


def _groups(found: Sequence[Sequence[AreaName]], language: str) -> Iterator[AreaGroup]:
    """Provinces first, then what lies in each province, in the order of the codes."""
    ordered = sorted(found, key=lambda chain: (len(chain) > 1, [area.code for area in chain[:-1]], chain[-1].code))
    for around, chains in groupby(ordered, key=lambda chain: tuple(chain[:-1])):
        names = [areas_in_words([chain[-1]], language) for chain in chains]
        yield AreaGroup(title=_title(around, language), names=tuple(names if language == "th" else sorted(names)))


def _title(around: tuple[AreaName, ...], language: str) -> str:
    if not around:
        return translate(N_("Whole provinces"), language)
    message = N_("Districts of {area}") if len(around) == 1 else N_("Subdistricts of {area}")
    return translate(message, language, area=areas_in_words(around, language))

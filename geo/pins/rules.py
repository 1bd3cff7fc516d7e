"""All rules, in the order they are asked: those of any pin, and those of service points that are stored."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from geo.pins.centroid import middle_of_area
from geo.pins.checked_pins import Pins
from geo.pins.completeness import incomplete
from geo.pins.duplicates import likely_duplicates
from geo.pins.finding import FindingKind, Found
from geo.pins.head_office import of_head_office
from geo.pins.moving import moved_far
from geo.pins.rounding import rounded
from geo.pins.shared_place import on_another_agency
from geo.pins.stated_area import outside_stated_area
from geo.pins.thailand import outside_thailand
from geo.words import N_


@dataclass(frozen=True, slots=True)
class Rule:
    """`doing` is said while it is looked for; `find` takes the session, the pins and a time limit in ms."""

    doing: str
    find: Callable[[Session, Pins, int], Iterator[Found]]
    kinds: tuple[FindingKind, ...]


PIN_RULES = (
    Rule(N_("Looking for pins outside Thailand ..."), outside_thailand, ("swapped", "outside_thailand")),
    Rule(
        N_("Comparing pins with the areas they are said to be in ..."),
        outside_stated_area,
        ("outside_thailand", "wrong_province", "wrong_district", "wrong_subdistrict", "between_outlines"),
    ),
    Rule(N_("Looking for pins on those of other agencies ..."), on_another_agency, ("on_another_agency",)),
    Rule(N_("Looking for pins of head offices ..."), of_head_office, ("head_office",)),
    Rule(N_("Looking for middles of areas ..."), middle_of_area, ("centroid",)),
    Rule(N_("Looking for rounded coordinates ..."), rounded, ("rounded",)),
    Rule(N_("Comparing pins with those before ..."), moved_far, ("moved_far",)),
)


def rules_of_stored(confirmed_since: datetime) -> tuple[Rule, ...]:
    """Those of any pin, and what a stored service point may lack."""
    return (
        *PIN_RULES,
        Rule(
            N_("Looking for what is missing ..."),
            partial(incomplete, confirmed_since=confirmed_since),
            ("not_pinned", "stale", "hours_missing", "hours_unreadable", "no_offering"),
        ),
        Rule(N_("Looking for duplicates ..."), likely_duplicates, ("duplicate",)),
    )

"""The values of each facet with their words, which are those of the filters, and the counts that belong to them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import ARRAY, Integer, Text, any_, bindparam, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session, aliased

from geo.models import GECC_LEVELS, Agency, Area, ServicePointType
from geo.nearest.filters import Accessible, Filter, InArea, NoCopies, OfAgency, OfType, Speaking, WithGeccLevel
from geo.words import Name, Sentence


@dataclass(frozen=True, slots=True)
class FacetValue:
    """`value` is what the parameter says to choose it; `count` what would remain; `chosen`: the question has it."""

    value: str
    sentence: Sentence
    count: int
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """`field` is the parameter. The most frequent value comes first, of levels the lowest."""

    field: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many would remain, by the values of each column; `total` remain now."""

    total: int
    agency_ids: Counter[int]
    types: Counter[str]
    gecc_levels: Counter[str]
    provinces: Counter[str]
    no_copy: int
    accessible: int
    languages: Counter[tuple[str, ...]]
    schedule_ids: Counter[int]


def facet_values(session: Session, counts: Counts, chosen: Iterable[Filter]) -> tuple[Facet, ...]:
    """All facets but that of opening, in the order of a page. What would leave nothing is left out, unless chosen."""
    of_sort = {type(one): one for one in chosen}

    def facet(sort: type[Filter], values: Iterator[tuple[Filter, int]]) -> Facet:
        return _facet(sort.field, of_sort.get(sort), values, counts.total)

    return (
        facet(OfAgency, _departments(session, counts.agency_ids)),
        facet(OfType, _types(session, counts.types)),
        facet(WithGeccLevel, _levels(counts.gecc_levels)),
        facet(NoCopies, iter([(NoCopies(), counts.no_copy)])),
        facet(Accessible, iter([(Accessible(), counts.accessible)])),
        _spoken(of_sort.get(Speaking), counts),
        facet(InArea, _provinces(session, counts.provinces)),
    )


def _facet(field: str, chosen: Filter | None, values: Iterator[tuple[Filter, int]], total: int) -> Facet:
    found = {_value(one): FacetValue(_value(one), one.sentence(), count) for one, count in values if count}
    if chosen is not None:
        # Also one that is not listed: an agency below a department, a district.
        found[_value(chosen)] = FacetValue(_value(chosen), chosen.sentence(), total, chosen=True)
    return Facet(field, _in_order(found.values()))


def _spoken(chosen: Filter | None, counts: Counts) -> Facet:
    """Languages are not exchanged for each other: who asks for another one wants both."""
    asked = chosen.codes if isinstance(chosen, Speaking) else ()
    numbers = Counter(dict.fromkeys(asked, 0))
    for codes, count in counts.languages.items():
        numbers.update(dict.fromkeys(codes, count))
    values = (FacetValue(one, Speaking((one,)).sentence(), count, one in asked) for one, count in numbers.items())
    return Facet(Speaking.field, _in_order(values))


def _in_order(values: Iterable[FacetValue]) -> tuple[FacetValue, ...]:
    return tuple(sorted(values, key=lambda one: (-one.count, one.value)))


def _value(one: Filter) -> str:
    match one:
        case OfAgency() | InArea():
            return one.code
        case OfType():
            return one.name.th
        case WithGeccLevel():
            return one.level
        case _:
            return "true"


def _departments(session: Session, agency_ids: Counter[int]) -> Iterator[tuple[Filter, int]]:
    """The departments that they belong to; where there is none, the root of the tree, with all below it."""
    rows = session.execute(_TOPS, {"ids": list(agency_ids)}).all()
    tops = {id_: OfAgency(id_, code, Name(name_th, name_en)) for _, _, id_, code, name_th, name_en in rows}
    numbers: Counter[int] = Counter()
    for agency_id, path, *_ in rows:
        numbers.update(dict.fromkeys(tops.keys() & path, agency_ids[agency_id]))
    return ((tops[id_], count) for id_, count in numbers.items())


def _types(session: Session, types: Counter[str]) -> Iterator[tuple[Filter, int]]:
    english = dict(session.execute(_TYPE_NAMES, {"names": list(types)}).all())
    return ((OfType(Name(name, english.get(name))), count) for name, count in types.items())


def _levels(levels: Counter[str]) -> Iterator[tuple[Filter, int]]:
    """A level is sought as this one or a higher one."""
    for place, level in enumerate(GECC_LEVELS[1:], 1):
        yield WithGeccLevel(level), sum(levels[one] for one in GECC_LEVELS[place:])


def _provinces(session: Session, provinces: Counter[str]) -> Iterator[tuple[Filter, int]]:
    names = session.execute(_AREA_NAMES, {"codes": list(provinces)})
    return ((InArea(code, Name(name_th, name_en)), provinces[code]) for code, name_th, name_en in names)


_Top = aliased(Agency)

_TOPS = (
    select(Agency.id, Agency.path, _Top.id, _Top.code, _Top.name_th, _Top.name_en)
    .join(_Top, _Top.id == any_(Agency.path))
    .where(Agency.id == any_(bindparam("ids", type_=ARRAY(Integer))))
    .ext(distinct_on(Agency.id))
    # of two departments in a line the upper one; false comes before true
    .order_by(Agency.id, _Top.level != "department", func.cardinality(_Top.path))
)
_TYPE_NAMES = select(ServicePointType.name_th, ServicePointType.name_en).where(
    ServicePointType.name_th == any_(bindparam("names", type_=ARRAY(Text)))
)
_AREA_NAMES = select(Area.code, Area.name_th, Area.name_en).where(
    Area.code == any_(bindparam("codes", type_=ARRAY(Text)))
)

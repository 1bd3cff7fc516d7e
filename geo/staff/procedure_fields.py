"""The fields of a procedure that staff may fill in: what each may hold, and what the record holds now."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo.clean_text import clean_text
from geo.errors import InvalidQuery
from geo.models import (
    JURISDICTION_SUBJECTS,
    JURISDICTIONS,
    PROCEDURE_KINDS,
    TAG_KINDS,
    Agency,
    CommonName,
    Procedure,
    ProcedureTag,
    Tag,
)
from geo.staff import field_checks as check
from geo.staff.area_list import check_area_list
from geo.staff.errors import FieldsRefused
from geo.words import N_

LONGEST_NAME = 200
MOST_NAMES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureState:
    """As the audit log, forms and programs see a procedure: `agency` and `merged_into` are codes, tags Thai names."""

    title_th: str
    title_en: str | None
    agency: str
    kind: str
    common_names_th: list[str]
    common_names_en: list[str]
    category: list[str]
    user_group: list[str]
    free: list[str]
    jurisdiction: str
    jurisdiction_of: str
    areas: list[str]
    online_url: str | None
    shown: bool
    merged_into: str | None

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


FIELDS = tuple(ProcedureState.__dataclass_fields__)
NAME_FIELDS = {"common_names_th": "th", "common_names_en": "en"}


def procedure_state(session: Session, procedure: Procedure) -> ProcedureState:
    names: dict[str, list[str]] = {"th": [], "en": []}
    for language, name in session.execute(
        select(CommonName.language, CommonName.name)
        .where(CommonName.procedure_id == procedure.id)
        .order_by(CommonName.position, CommonName.name)
    ):
        names[language].append(name)
    tags: dict[str, list[str]] = {kind: [] for kind in TAG_KINDS}
    for kind, name in session.execute(
        select(Tag.kind, Tag.name_th)
        .join(ProcedureTag, ProcedureTag.tag_id == Tag.id)
        .where(ProcedureTag.procedure_id == procedure.id)
        .order_by(ProcedureTag.position)
    ):
        tags[kind].append(name)
    return ProcedureState(
        title_th=procedure.title_th,
        title_en=procedure.title_en,
        agency=procedure.agency.code,
        kind=procedure.kind,
        common_names_th=names["th"],
        common_names_en=names["en"],
        category=tags["category"],
        user_group=tags["user_group"],
        free=tags["free"],
        jurisdiction=procedure.jurisdiction,
        jurisdiction_of=procedure.jurisdiction_of,
        areas=list(procedure.areas),
        online_url=procedure.online_url,
        shown=procedure.shown,
        merged_into=procedure.merged_into.code if procedure.merged_into else None,
    )


def check_procedure(session: Session, given: Mapping[str, object], worn: Sequence[str] = ()) -> dict[str, object]:
    """Clean values: `agency` an Agency, `merged_into` a Procedure or None, tags the Tags themselves.

    `worn`: tags that the procedure has already, be they no longer in the list. Raises: FieldsRefused.
    """
    faults = [InvalidQuery(N_("There is no field '{field}'."), field=name) for name in set(given) - set(FIELDS)]
    clean: dict[str, object] = {}
    with check.collected(faults):
        clean = check.check_fields(given, _CHECKS)
    with check.collected(faults):
        if "agency" in given:
            clean["agency"] = _agency(session, given["agency"])
    with check.collected(faults):
        if "merged_into" in given:
            clean["merged_into"] = _merged_into(session, given["merged_into"])
    with check.collected(faults):
        if "areas" in given:
            clean["areas"] = check_area_list(session, given["areas"], "areas")
    for kind in TAG_KINDS:
        with check.collected(faults):
            if kind in given:
                clean[kind] = _tags(session, kind, _lines(given[kind], kind), worn)
    if faults:
        raise FieldsRefused(faults)
    return clean


def as_stated(value: object) -> object:
    """A clean value as `ProcedureState` has it."""
    if isinstance(value, Agency | Procedure):
        return value.code
    if isinstance(value, list):
        return [one.name_th if isinstance(one, Tag) else one for one in value]
    return value


def _lines(value: object, field: str) -> list[str]:
    """Short texts, each once, in their order: a list, or one on each line."""
    said = value if isinstance(value, list) else str(value or "").splitlines()
    line = check.text(LONGEST_NAME)
    names = [str(name) for one in said if (name := line(clean_text(str(one)), field))]
    if len(names) > MOST_NAMES:
        raise InvalidQuery(N_("These are more than {limit}."), field=field, limit=MOST_NAMES)
    return list(dict.fromkeys(names))


def _agency(session: Session, value: object) -> Agency:
    code = check.code(value, "agency")
    found = session.scalar(select(Agency).where(Agency.code == code))
    if found is None:
        raise InvalidQuery(N_("No agency has the code '{code}'."), field="agency", code=code)
    return found


def _merged_into(session: Session, value: object) -> Procedure | None:
    given = str(value or "").strip().partition(" ")[0]
    if not given:
        return None
    code = check.code(given, "merged_into")
    found = session.scalar(select(Procedure).where(Procedure.code == code))
    if found is None:
        raise InvalidQuery(N_("No procedure has the code '{code}'."), field="merged_into", code=code)
    if not found.shown:
        raise InvalidQuery(N_("'{code}' is hidden itself."), field="merged_into", code=code)
    return found


def _tags(session: Session, kind: str, names: list[str], worn: Sequence[str]) -> list[Tag]:
    """Those of the list; free ones may be new."""
    found = {tag.name_th: tag for tag in session.scalars(select(Tag).where(Tag.kind == kind, Tag.name_th.in_(names)))}
    for name in names:
        if name in found and (kind == "free" or found[name].in_list or name in worn):
            continue
        if kind != "free":
            message = N_("'{value}' is not in the list.")
            raise InvalidQuery(message, field=kind, value=name)
        found[name] = Tag(kind=kind, name_th=name)
    return [found[name] for name in names]


def _names(value: object, field: str) -> list[str]:
    return _lines(value, field)


_CHECKS: Mapping[str, check.Check] = {
    "title_th": check.text(300, required=True),
    "title_en": check.text(300),
    "kind": check.choice(PROCEDURE_KINDS, empty="other"),
    "common_names_th": _names,
    "common_names_en": _names,
    "jurisdiction": check.choice(JURISDICTIONS, empty="anywhere"),
    "jurisdiction_of": check.choice(JURISDICTION_SUBJECTS, empty="home"),
    "online_url": check.website,
    "shown": check.yes_or_no(empty=True),
}

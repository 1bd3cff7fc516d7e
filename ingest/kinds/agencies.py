"""Agencies from files: their tree may come in any order."""

from collections.abc import Iterable, Iterator

from geo.agency_kinds import KIND_LISTS, agency_kinds, go_together
from geo.models import AGENCY_LEVELS
from geo.words import N_, Sentence
from ingest.kinds.areas_served import Areas, ServedMerge
from ingest.kinds.check_row import Codes, RowCheck, given
from ingest.kinds.kind import Db, Kind, Merged, Staged
from ingest.report import Log
from ingest.row import Row
from ingest.statements import statements

_SQL = statements(__file__)
_OPTIONAL = ("parent_code", "name_en", *KIND_LISTS, "areas_served")

_Candidate = tuple[Row, Staged]


def _check(db: Db, rows: Iterable[Row], log: Log) -> Iterator[Staged]:
    # The whole tree is held in memory: the state has thousands of agencies, not millions.
    tree: dict[str, str | None] = dict(db.execute(_SQL["tree"]).fetchall())
    candidates = _each_row(rows, Areas(db), log)
    while wrong := _without_place(candidates, tree):
        for code, sentence in wrong.items():
            log.refuse(candidates.pop(code)[0], "parent_code", sentence)
    for code, (_row, staged) in candidates.items():
        yield (*staged, code in tree)


def _each_row(rows: Iterable[Row], areas: Areas, log: Log) -> dict[str, _Candidate]:
    codes = Codes()
    candidates: dict[str, _Candidate] = {}
    for row in rows:
        check = RowCheck(row, log)
        code = check.code("code")
        codes.check(check, row, code)
        parent_code = check.code("parent_code", required=False)
        level = check.choice("level", AGENCY_LEVELS, required=True)
        names = (check.text("name_th", required=True), check.text("name_en"))
        kinds = _kinds(check)
        served = areas.check(check)
        if check.ok and code is not None:
            candidates[code] = (
                row,
                (row.number, code, parent_code, level, *names, *kinds, served, given(row, _OPTIONAL)),
            )
    return candidates


def _kinds(check: RowCheck) -> tuple[str | None, ...]:
    """Type, subtype and category."""
    kinds = tuple(check.choice(one, tuple(agency_kinds(one)), required=False) for one in KIND_LISTS)
    if not go_together(kinds[0], kinds[1]):
        message = N_("subtype is '{subtype}', which does not go with the type '{type}'.")
        check.fault("subtype", Sentence(message, {"subtype": kinds[1], "type": kinds[0]}))
    return kinds


def _without_place(candidates: dict[str, _Candidate], tree: dict[str, str | None]) -> dict[str, Sentence]:
    """The agencies whose parent is nowhere, or whose parents never end."""
    future = dict(tree)
    for code, (row, staged) in candidates.items():
        if "parent_code" in row.values or code not in future:
            parent = staged[2]
            future[code] = parent if isinstance(parent, str) else None
    wrong: dict[str, Sentence] = {}
    sound: set[str] = set()
    for code in candidates:
        parent = future[code]
        if parent is not None and parent not in future:
            wrong[code] = Sentence(N_("No agency has the code '{code}'."), {"code": parent})
        elif _in_circle(code, future, sound):
            message = N_("The parents of '{code}' lead round in a circle.")
            wrong[code] = Sentence(message, {"code": code})
    return wrong


def _in_circle(code: str, tree: dict[str, str | None], sound: set[str]) -> bool:
    """`sound` grows by the codes whose parents were followed to the top."""
    path: set[str] = set()
    above: str | None = code
    while above is not None and above not in sound:
        if above in path:
            return True
        path.add(above)
        above = tree.get(above)
    sound |= path
    return False


def _merge(db: Db) -> Merged:
    served = ServedMerge(db, "agency")
    added = db.execute(_SQL["add"]).rowcount
    db.execute(_SQL["place_added"])  # only now are all parents there
    changed = db.execute(_SQL["change"]).rowcount
    served.finish()
    return Merged(added, changed)


AGENCIES = Kind(
    name="agencies",
    required=("code", "level", "name_th"),
    optional=_OPTIONAL,
    check=_check,
    merge=_merge,
    stage=_SQL["stage"],
)

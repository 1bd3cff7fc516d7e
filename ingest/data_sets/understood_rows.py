"""The rows of an uploaded file before they are checked: damage undone where that is certain, others' left alone."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from geo.clean_text import clean_text
from geo.words import N_, Sentence
from ingest.data_sets.mended_cells import mended_cells
from ingest.data_sets.mended_code import mended_code
from ingest.data_sets.reach_of_file import FileReach
from ingest.data_sets.register import Register
from ingest.data_sets.set_kind import SetKind
from ingest.kinds.check_row import as_text
from ingest.kinds.kind import Db
from ingest.report import Log
from ingest.row import Row

_PROCEDURES = "SELECT code, title_th FROM procedure"


class UnderstoodRows:
    """`codes` are those of rows, by the rows' numbers; `unclear` are rows that do not name a record which there is."""

    def __init__(self, db: Db, set_kind: SetKind, reach: FileReach, log: Log) -> None:
        self._set_kind = set_kind
        self._reach = reach
        self._log = log
        agencies = Register(reach.agency_names, reach.agencies)
        points = Register(reach.point_names, [code for code, point in reach.points.items() if point.is_within])
        procedures = _procedures(db) if set_kind.record == "offering" else Register({}, ())
        registers = {
            "code": agencies if set_kind.record == "agency" else points,
            "agency_code": agencies,
            "parent_code": agencies,
            "service_point_code": points,
            "procedure_code": procedures,
        }
        self._registers: Mapping[str, Register] = {column: registers[column] for column in set_kind.code_columns}
        self._outside = _OUTSIDE[set_kind.record]
        self.codes: dict[int, str] = {}
        self.unclear: set[int] = set()

    def read(self, rows: Iterable[Row], tell: Callable[[int], None]) -> Iterator[Row]:
        """`tell` hears how many there were so far."""
        for count, row in enumerate(rows, 1):
            tell(count)
            yield self._understood(row)

    def _understood(self, row: Row) -> Row:
        if row.problem is not None:
            self.unclear.add(row.number)
            return row
        values, notes, problem = mended_cells(row.values)
        for column, register in self._registers.items():
            if column not in values:
                continue
            name = clean_text(as_text(values.get("name_th"))) if column == "code" else ""
            one = mended_code(values[column], column, register, may_be_new=column == "code", name=name)
            values[column] = one.value
            problem = problem or one.problem
            if one.note is not None:
                notes.append((column, one.note))
        if "phone" in values and self._reach.odd_phones.get(str(values.get("code"))) == as_text(row.values["phone"]):
            values["phone"] = row.values["phone"]
            notes = [note for note in notes if note[0] != "phone"]
        self._remember(row.number, values)
        problem = problem or self._outside(self._reach, values)
        if problem is not None:
            return replace(row, problem=problem)
        for column, note in notes:
            self._log.note(note, row=row.number, column=column)
        return replace(row, values=values)

    def _remember(self, number: int, values: Mapping[str, object]) -> None:
        own = ("service_point_code", "procedure_code") if self._set_kind.record == "offering" else ("code",)
        codes = [values.get(column) for column in own]
        registers = [self._registers[column] for column in own]
        if all(isinstance(code, str) for code in codes):
            self.codes[number] = " ".join(map(str, codes))
        if not all(isinstance(code, str) and code in register for code, register in zip(codes, registers, strict=True)):
            self.unclear.add(number)


def _outside_points(reach: FileReach, values: Mapping[str, object]) -> Sentence | None:
    found = reach.outside_point(as_text(values.get("code")))
    return found or reach.outside_agency(as_text(values.get("agency_code")))


def _outside_offerings(reach: FileReach, values: Mapping[str, object]) -> Sentence | None:
    return reach.outside_point(as_text(values.get("service_point_code")))


def _outside_agencies(reach: FileReach, values: Mapping[str, object]) -> Sentence | None:
    code, parent = as_text(values.get("code")), as_text(values.get("parent_code")).strip()
    found = reach.outside_agency(code)
    if found is not None:
        return found
    is_new = code not in reach.agency_names
    if (is_new or "parent_code" in values) and not parent and not reach.everywhere:
        if is_new or reach.agency_parents[code] is not None:
            return Sentence(N_("Only a platform administrator adds agencies at the top of the tree."))
    elif not is_new and parent == reach.agency_parents[code]:
        return None  # the agency above one's own belongs to others, and stays what it is
    return reach.outside_agency(parent) if parent else None


_OUTSIDE: Mapping[str, Callable[[FileReach, Mapping[str, object]], Sentence | None]] = {
    "service_point": _outside_points,
    "offering": _outside_offerings,
    "agency": _outside_agencies,
}


def _procedures(db: Db) -> Register:
    names: dict[str, str] = dict(db.execute(_PROCEDURES).fetchall())
    return Register(names, names)

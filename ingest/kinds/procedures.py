"""Procedures from JSON Lines, with their common names, tags and manual."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import orjson

from geo.clean_text import clean_text, storable
from geo.errors import InvalidQuery
from geo.models import JURISDICTION_SUBJECTS, JURISDICTIONS, PROCEDURE_KINDS, TAG_KINDS
from geo.staff.field_checks import website
from geo.words import N_, Sentence
from ingest.kinds.areas_served import Areas
from ingest.kinds.check_row import INDEXED_TEXT_LIMIT, Codes, RowCheck, given
from ingest.kinds.kind import Db, Kind, Merged, Staged
from ingest.kinds.manual_content import check_manual
from ingest.kinds.mergers import Mergers
from ingest.report import Log
from ingest.row import Row
from ingest.statements import statements

_SQL = statements(__file__)
_AFTER_MARKING = (
    "change",
    "merge_added",
    "hand_over",
    "remove_names",
    "add_names",
    "add_tags",
    "remove_tags",
    "tie_tags",
    "publish",
    "unmark",
)
_OPTIONAL = (
    "title_en",
    "common_names_th",
    "tags",
    "jurisdiction",
    "manual",
    "common_names_en",
    "jurisdiction_of",
    "kind",
    "areas",
    "online_url",
    "shown",
    "merged_into",
)


@dataclass(frozen=True, slots=True)
class _Names:
    """A list of short texts from a file, at one place of a row."""

    check: RowCheck
    column: str

    def clean(self, value: object) -> list[str]:
        """In their order, each once; empty ones are passed over."""
        if value is None:
            return []
        if not isinstance(value, (list, tuple)) or not all(isinstance(name, str) for name in value):
            self._fault(N_("{column} must be a list of texts."))
            return []
        names = [clean_text(name) for name in value]
        if not all(map(storable, names)):
            self._fault(N_("{column} has characters that are not text."))
        if any(len(name) > INDEXED_TEXT_LIMIT for name in names):
            self._fault(N_("{column} has a text of more than {limit} characters."), limit=INDEXED_TEXT_LIMIT)
        return list(dict.fromkeys(filter(None, names)))

    def _fault(self, message: str, **places: object) -> None:
        self.check.fault(self.column, Sentence(message, {"column": self.column, **places}))


def _check(db: Db, rows: Iterable[Row], log: Log) -> Iterator[Staged]:
    agencies: dict[str, int] = dict(db.execute("SELECT code, id FROM agency").fetchall())
    codes, areas, mergers = Codes(), Areas(db), Mergers(db)
    for row in rows:
        check = RowCheck(row, log)
        code = check.code("code")
        codes.check(check, row, code)
        titles = (check.text("title_th", required=True), check.text("title_en"))
        agency_code = check.code("agency_code")
        agency_id = check.known("agency_code", agency_code, agencies, N_("No agency has the code '{code}'."))
        rule = (
            check.choice("jurisdiction", JURISDICTIONS, required=False),
            check.choice("jurisdiction_of", JURISDICTION_SUBJECTS, required=False),
            check.choice("kind", PROCEDURE_KINDS, required=False),
            areas.as_written(check, "areas"),
            _online(check),
        )
        into, shown = mergers.check(check, row, code)
        names = [_Names(check, name).clean(row.values.get(name)) for name in ("common_names_th", "common_names_en")]
        more = (*names, _tags(check, row.values.get("tags")), _manual(check, row.values.get("manual")))
        if check.ok and code is not None:
            staged = (row.number, code, *titles, agency_id, *rule, shown, into, *more, given(row, _OPTIONAL))
            yield from mergers.pass_on(row, code, into, staged)
    yield from mergers.settled(log)


def _online(check: RowCheck) -> str | None:
    """As on the page of the procedure: with the scheme, where it was left out."""
    text = check.text("online_url")
    try:
        return None if text is None else str(website(text, "online_url"))
    except InvalidQuery as error:
        check.fault("online_url", error.sentence)
        return None


def _tags(check: RowCheck, value: object) -> str:
    """As JSON: a list of names for each kind that has any."""
    if value is None:
        return "{}"
    if not isinstance(value, dict):
        check.fault("tags", Sentence(N_("{path} must be an object in braces."), {"path": "tags"}))
        return "{}"
    for kind in value.keys() - set(TAG_KINDS):
        places = {"path": f"tags.{kind}", "kinds": ", ".join(TAG_KINDS)}
        check.fault(f"tags.{kind}", Sentence(N_("{path} is not a kind of tag: those are {kinds}."), places))
    names = {kind: _Names(check, f"tags.{kind}").clean(value.get(kind)) for kind in TAG_KINDS}
    return orjson.dumps({kind: listed for kind, listed in names.items() if listed}).decode()


def _manual(check: RowCheck, value: object) -> str | None:
    content = check_manual(check, "manual", value)
    return None if content is None else content.model_dump_json(exclude_none=True)


def _merge(db: Db) -> Merged:
    added = db.execute(_SQL["add"]).rowcount
    changed = db.execute(_SQL["mark_changed"]).rowcount - added
    for name in _AFTER_MARKING:
        db.execute(_SQL[name])
    return Merged(added, changed)


PROCEDURES = Kind(
    name="procedures",
    required=("code", "title_th", "agency_code"),
    optional=_OPTIONAL,
    formats=("JSON Lines",),
    check=_check,
    merge=_merge,
    stage=_SQL["stage"],
)

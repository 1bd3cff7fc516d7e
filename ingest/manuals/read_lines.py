"""Reads manuals from JSON Lines: a procedure a line, as `pakmud ingest procedures` takes it, and as we export it."""

from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from geo.clean_text import clean_text
from geo.manual import ManualContent
from geo.manual_faults import all_storable, cleaned, faults_of
from geo.models import TAG_KINDS
from geo.words import N_, Sentence
from ingest.files.read_jsonl import read_jsonl
from ingest.files.text_encoding import Opener
from ingest.manuals.given import Fault, GivenManual
from ingest.manuals.sheets import HEAD_LISTS, HEAD_TEXTS
from ingest.row import Row

_KNOWN = frozenset(["code", "manual", "tags", "revision", *HEAD_TEXTS, *HEAD_LISTS])
"""An export says besides which `revision` it was."""


def read_lines(open_file: Opener, file: str) -> Iterator[GivenManual]:
    with read_jsonl(open_file, file) as table:
        codes: dict[str, int] = {}
        for row in table.rows:
            given = _given(row)
            first = codes.setdefault(given.code, row.number)
            if first == row.number or not given.code:
                yield given
                continue
            message = N_("The code '{code}' was already in row {first_row}.")
            twice = Fault(None, row.number, "code", Sentence(message, {"code": given.code, "first_row": first}))
            yield GivenManual(code=given.code, sheet=None, row=row.number, faults=(twice, *given.faults))


def _given(row: Row) -> GivenManual:
    code = row.values.get("code")
    said = clean_text(code) if isinstance(code, str) else ""
    if row.problem is not None:
        return GivenManual(code=said, sheet=None, row=row.number, faults=(Fault(None, row.number, None, row.problem),))
    faults = [Fault(None, row.number, column, sentence) for column, sentence in _faults(row.values, said)]
    content, manual = None, row.values.get("manual")
    if isinstance(manual, dict) and not faults:
        try:
            content = ManualContent.model_validate(cleaned(manual))
        except ValidationError as error:
            faults = [Fault(None, row.number, path, sentence) for path, sentence in faults_of(error, "manual")]
    return GivenManual(
        code=said, sheet=None, row=row.number, head=_head(row.values), content=content, faults=tuple(faults)
    )


def _faults(values: Mapping[str, object], code: str) -> Iterator[tuple[str, Sentence]]:
    if not code:
        yield "code", Sentence(N_("{column} is missing."), {"column": "code"})
    if not isinstance(values.get("manual"), dict):
        yield "manual", Sentence(N_("{path} must be an object in braces."), {"path": "manual"})
    for name in sorted(set(values) - _KNOWN):
        yield name, Sentence(N_("There is no column '{column}' in such a file."), {"column": name})
    for name in sorted(_KNOWN & set(values)):
        if not all_storable(values[name]):
            yield name, Sentence(N_("{column} has characters that are not text."), {"column": name})


def _head(values: Mapping[str, object]) -> dict[str, object]:
    """Tags stand by their kind, the agency as its code."""
    head = {name: values[name] for name in (*HEAD_TEXTS, *HEAD_LISTS) if values.get(name) is not None}
    tags = values.get("tags")
    if isinstance(tags, dict):
        head |= {kind: tags[kind] for kind in TAG_KINDS if tags.get(kind)}
    if "agency_code" in head:
        head["agency"] = head.pop("agency_code")
    return head

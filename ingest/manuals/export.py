"""Revisions of manuals as files that can be imported again: a line of JSON, or a workbook."""

from collections.abc import Mapping
from io import BytesIO

import orjson

from geo.manual import ManualContent
from geo.models import TAG_KINDS
from ingest.manuals.sheets import HEAD_LISTS, HEAD_TEXTS, ManualToWrite, write_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def manual_as_json(code: str, state: Mapping[str, object], number: int, content: ManualContent) -> bytes:
    """One line. `state` is a `ProcedureState` as a dict."""
    head = {name: value for name, value in head_of(state).items() if name not in TAG_KINDS}
    tags = {kind: state[kind] for kind in TAG_KINDS if state.get(kind)}
    line = {"code": code, **head, **({"tags": tags} if tags else {}), "revision": number, "manual": content.as_json()}
    return orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)


def manual_as_workbook(code: str, state: Mapping[str, object], content: ManualContent) -> bytes:
    stream = BytesIO()
    write_workbook(stream, [ManualToWrite(code=code, head=head_of(state), content=content)])
    return stream.getvalue()


def empty_workbook() -> bytes:
    """All sheets with all columns, to be filled in."""
    stream = BytesIO()
    write_workbook(stream, [])
    return stream.getvalue()


def head_of(state: Mapping[str, object]) -> dict[str, object]:
    """What files say of a procedure, as far as there is anything to say."""
    named = {**state, "agency_code": state.get("agency")}
    return {name: named[name] for name in (*HEAD_TEXTS, *HEAD_LISTS) if named.get(name)}

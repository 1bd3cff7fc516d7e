"""Writes JSON Lines: an object a line, with every column."""

from collections.abc import Iterable, Sequence
from typing import IO

import orjson


def write_jsonl(stream: IO[bytes], columns: Sequence[str], records: Iterable[Sequence[object]]) -> None:
    for record in records:
        line = dict(zip(columns, record, strict=True))
        stream.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))

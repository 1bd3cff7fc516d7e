"""Fixed SQL, from the `.sql` file of the module that runs it: statements are told apart by `-- name: ...` lines."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_NAME = re.compile(r"^-- name: (\w+)\n", re.MULTILINE)


@cache
def statements(stem: str) -> Mapping[str, str]:
    """The statements of `ingest/<stem>.sql` by name, in the order they stand in."""
    parts = _NAME.split((files("ingest") / f"{stem}.sql").read_text(encoding="utf-8"))
    return dict(zip(parts[1::2], parts[2::2], strict=True))

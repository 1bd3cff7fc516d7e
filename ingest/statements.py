"""Fixed SQL, from the `.sql` file beside the module that runs it: statements are told apart by `-- name: ...` lines."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_NAME = re.compile(r"^-- name: (\w+)\n", re.MULTILINE)


@cache
def statements(module_file: str) -> Mapping[str, str]:
    """The statements beside a module, whose `__file__` is given, by name and in the order they stand in."""
    parts = _NAME.split(Path(module_file).with_suffix(".sql").read_text(encoding="utf-8"))
    return dict(zip(parts[1::2], parts[2::2], strict=True))

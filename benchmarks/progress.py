"""Says on stderr what is being done; results alone go to stdout."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def step(what: str) -> Iterator[None]:
    """Tells that `what` begins, and at its end how many seconds it took."""
    say(f"{what} ...")
    started = time.monotonic()
    yield
    say(f"{what}: {time.monotonic() - started:.1f} s")


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)

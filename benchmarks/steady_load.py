"""Searches at a steady rate from a process of their own, whatever else the database has to do meanwhile."""

import multiprocessing
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection as Pipe

import psycopg

from benchmarks.country import Country
from benchmarks.measure import Times, times_of
from benchmarks.pakmud_search import Search, query_of
from benchmarks.question import Question

PER_SECOND = 200
CONNECTIONS = 4
TIMEOUT_MS = 2_000
"""As a search has in the application: what takes longer has failed."""

Sample = tuple[float, int, str | None]
"""When a search was due (monotonic clock, s), how many nanoseconds later it was over, and its error if it failed."""


@dataclass(slots=True)
class SteadyLoad:
    """`samples` are there when the block has ended."""

    samples: list[Sample] = field(default_factory=list)

    def times(self, start: float, end: float) -> Times:
        """Of the searches that were due between two instants of the monotonic clock. Raises: ValueError."""
        return times_of([taken_ns for due, taken_ns, _ in self.samples if start <= due < end])

    def failed(self, start: float, end: float) -> int:
        return sum(error is not None for due, _, error in self.samples if start <= due < end)

    @property
    def errors(self) -> Counter[str]:
        """How often each error came."""
        return Counter(error for _, _, error in self.samples if error is not None)


@contextmanager
def steady_load(country: Country, questions: Sequence[Question]) -> Iterator[SteadyLoad]:
    """Searches run while the block does. Who waits for a busy database is counted from when it wanted to ask."""
    load = SteadyLoad()
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_ask_steadily, args=(country, list(questions), theirs), daemon=True)
    process.start()
    if not ours.poll(60):
        raise RuntimeError("the searching process did not start")
    ours.recv()
    try:
        yield load
    finally:
        ours.send("stop")
        load.samples.extend(ours.recv())
        process.join(10)


def _ask_steadily(country: Country, questions: list[Question], pipe: Pipe) -> None:
    stop = threading.Event()
    samples: list[Sample] = []
    start = time.monotonic() + 0.5
    threads = [
        threading.Thread(target=_ask, args=(country, questions, lane, start, stop, samples))
        for lane in range(CONNECTIONS)
    ]
    for thread in threads:
        thread.start()
    pipe.send("asking")
    pipe.recv()
    stop.set()
    for thread in threads:
        thread.join()
    pipe.send(samples)


def _ask(  # noqa: PLR0913, PLR0917 - a thread's whole world
    country: Country, questions: list[Question], lane: int, start: float, stop: threading.Event, samples: list[Sample]
) -> None:
    with country.connect() as connection:
        search = Search(connection)
        connection.execute(f"SET statement_timeout = {TIMEOUT_MS}")
        turn = lane
        while not stop.is_set():
            due = start + turn / PER_SECOND
            time.sleep(max(0.0, due - time.monotonic()))
            error = _error(search, questions[turn % len(questions)])
            samples.append((due, round((time.monotonic() - due) * 1e9), error))
            turn += CONNECTIONS


def _error(search: Search, question: Question) -> str | None:
    """None: it was answered."""
    try:
        search.page(query_of(question))
    except psycopg.Error as error:
        return f"{type(error).__name__}: {error.diag.message_primary}"
    return None

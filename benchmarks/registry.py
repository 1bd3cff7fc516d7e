"""The benchmarks by name; each is a module, imported when it runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from benchmarks.result import Result
from benchmarks.scales import Scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """`home` keeps countries between runs."""

    scale: Scale
    home: Path
    seed: int


@dataclass(frozen=True, slots=True)
class Benchmark:
    """`module` has a function `measure(run) -> Result`."""

    name: str
    question: str

    def run(self, run: Run) -> Result:
        result: Result = import_module(f"benchmarks.{self.name}").measure(run)
        return result


_ALL = (
    Benchmark("nearest", "Who finds the nearest ten service points fastest, and who finds the wrong ones?"),
    Benchmark("open_now", "What does it cost to leave out what is closed, at the worst time of the week?"),
    Benchmark("batch", "How many answers a second when a million are wanted?"),
    Benchmark("http", "How much of PostgreSQL's speed is left after HTTP?"),
    Benchmark("writes", "Do searches notice when pins are moved and manuals linked?"),
    Benchmark("finding", "Is the procedure that people mean found by the words they type?"),
    Benchmark("map_view", "How long does a map of the country wait to know how many offices are where?"),
    Benchmark("pin_audit", "Which wrong pins does the audit find, and how many right ones does it suspect?"),
    Benchmark("data_sets", "How long does a sheet of 50,000 service points take, and do searches notice?"),
    Benchmark("scale", "How do time, index and writing grow with the country?"),
)

BENCHMARKS: Mapping[str, Benchmark] = {benchmark.name: benchmark for benchmark in _ALL}

"""One tiny country for all benchmarks of a run."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.country import Country, country_of, home_folder
from benchmarks.registry import Run
from benchmarks.scales import SCALES


@pytest.fixture(scope="session")
def benchmark_home() -> Iterator[Path]:
    with home_folder(None) as home:
        yield home


@pytest.fixture(scope="session")
def tiny_country(benchmark_home: Path) -> Iterator[Country]:
    """Its server stays up, so that each benchmark finds it running."""
    with country_of(SCALES["tiny"], benchmark_home) as country:
        yield country


@pytest.fixture
def tiny_run(tiny_country: Country, benchmark_home: Path) -> Run:
    return Run(scale=SCALES["tiny"], home=benchmark_home, seed=7)

"""Databases of their own for the countries that the tests of the search make."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, create_engine


@pytest.fixture(scope="module")
def random_engine(make_database: Callable[[], str]) -> Iterator[Engine]:
    """Of a module's own, which may commit."""
    engine = create_engine(make_database())
    yield engine
    engine.dispose()

"""The index of the country's own areas, made once."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from geo.places.area_index import AreaIndex
from geo.places.find_area_index import find_area_index


@pytest.fixture(scope="session")
def index(engine: Engine) -> Iterator[AreaIndex]:
    """Names only: nothing says where the areas lie."""
    with Session(engine) as session:
        yield find_area_index(session)

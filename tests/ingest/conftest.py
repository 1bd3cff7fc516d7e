"""A session with the rows that service points and offerings refer to."""

import pytest
from sqlalchemy.orm import Session

from tests.ingest.written_files import prepare


@pytest.fixture
def prepared(session: Session) -> Session:
    """One agency and one procedure are there."""
    prepare(session)
    return session

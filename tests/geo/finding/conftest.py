"""Finders with the real model, and with none."""

import pytest

from geo.finding.finder import Finder
from geo.finding.meaning.embedding import OFF


@pytest.fixture
def finder() -> Finder:
    """As a server process has it; the model is loaded once a run."""
    return Finder()


@pytest.fixture
def speller() -> Finder:
    """Goes by spelling alone."""
    return Finder(OFF)

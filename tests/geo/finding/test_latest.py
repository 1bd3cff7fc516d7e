"""The last values are kept for one index, and no more of them than were meant to be."""

from geo.finding.index import Index
from geo.finding.latest import Latest

ONE, OTHER = Index.of((), None), Index.of((), None)


def test_what_was_kept_is_found() -> None:
    latest = Latest[str, int](2)
    assert latest.find(ONE, "a") is None
    latest.keep(ONE, "a", 1)
    assert latest.find(ONE, "a") == 1
    latest.keep(ONE, "a", 2)
    assert latest.find(ONE, "a") == 2


def test_over_another_index_nothing_is_left() -> None:
    latest = Latest[str, int](2)
    latest.keep(ONE, "a", 1)
    assert latest.find(OTHER, "a") is None
    assert latest.find(ONE, "a") == 1
    latest.keep(OTHER, "b", 2)
    assert latest.find(ONE, "a") is None
    assert latest.find(OTHER, "a") is None
    assert latest.find(OTHER, "b") == 2


def test_what_was_not_asked_for_longest_is_forgotten() -> None:
    latest = Latest[str, int](2)
    latest.keep(ONE, "a", 1)
    latest.keep(ONE, "b", 2)
    assert latest.find(ONE, "a") == 1
    latest.keep(ONE, "c", 3)
    assert [latest.find(ONE, key) for key in "abc"] == [1, None, 3]

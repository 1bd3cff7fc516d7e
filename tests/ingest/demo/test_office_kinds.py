"""Kinds of offices are told apart by their numbers, which are in the codes of the offices."""

from ingest.demo.office_kinds import OFFICE_KINDS


def test_no_two_kinds_have_the_same_number() -> None:
    numbers = [kind.number for kind in OFFICE_KINDS]
    assert len(set(numbers)) == len(numbers)

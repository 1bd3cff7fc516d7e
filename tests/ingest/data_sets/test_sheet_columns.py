"""Headers are understood as sheets have them, in the words of either language, and as they are in the README."""

import pytest

from geo.words import translate
from ingest.data_sets.set_kind import SET_KINDS
from ingest.data_sets.sheet_columns import COLUMN_NAMES, sheet_title, with_known_columns
from ingest.row import Row, Table, column_name


def known(*headers: str) -> tuple[str, ...] | None:
    table = Table("x.csv", tuple(map(column_name, headers)), iter(()))
    return with_known_columns(table).columns


@pytest.mark.parametrize("kind", SET_KINDS)
def test_every_column_has_a_title_that_leads_back(kind: str) -> None:
    columns = SET_KINDS[kind].kind.columns
    assert known(*map(sheet_title, columns)) == columns
    assert known(*columns) == columns
    for language in ("th", "en"):
        assert known(*(translate(COLUMN_NAMES[column], language) for column in columns)) == columns


def test_rows_follow_their_headers() -> None:
    title = column_name(sheet_title("code"))
    table = Table("x.csv", (title, "other"), iter([Row("x.csv", 2, {title: "1", "other": "2"})]))
    [row] = with_known_columns(table).rows
    assert row.values == {"code": "1", "other": "2"}


def test_two_columns_that_mean_the_same_stay_what_they_are() -> None:
    assert known("code", sheet_title("code")) == ("code", column_name(sheet_title("code")))

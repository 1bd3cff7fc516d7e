"""The lists that agencies are sorted by: complete in both languages, and true to each other and to the demo country."""

import csv
from importlib.resources import files
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.agency_kinds import KIND_LISTS, KindList, agency_kinds, check_kind, go_together, kind_name, usual_subtype
from geo.errors import InvalidQuery
from ingest.demo.local_government import agency_rows, local_governments
from ingest.demo.places import all_places

DOCUMENT = Path(__file__).parents[2] / "docs" / "agency-kinds.md"


@pytest.mark.parametrize("kind_list", KIND_LISTS)
def test_every_code_has_a_name_of_its_own_in_both_languages(kind_list: KindList) -> None:
    kinds = agency_kinds(kind_list).values()
    for language in ("th", "en"):
        names = [kind.name.render(language) for kind in kinds]
        assert all(names)
        assert len(set(names)) == len(names) >= 6
    assert all(f"| `{kind.code}` | {kind.name.th} | {kind.name.en} |" in DOCUMENT.read_text("utf-8") for kind in kinds)


def test_types_name_subtypes_that_there_are_and_each_is_of_use() -> None:
    named = {subtype for one in agency_kinds("type").values() for subtype in one.subtypes}
    assert named == set(agency_kinds("subtype"))
    assert all(go_together(code, usual_subtype(code)) for code in agency_kinds("type"))


@given(st.text(max_size=12))
def test_what_is_not_in_the_list_is_refused_and_shown_as_it_is(code: str) -> None:
    if code in agency_kinds("type"):
        return
    assert kind_name("type", code, "th") == code
    assert go_together(code, "local")
    if code:
        with pytest.raises(InvalidQuery, match="is none of: ministry, department"):
            check_kind("type", code)


def test_what_is_not_said_goes_with_everything() -> None:
    pairs = [*product([None], agency_kinds("subtype")), *product(agency_kinds("type"), [None])]
    assert all(go_together(one, other) for one, other in pairs)
    assert not go_together("subdistrict_organization", "central")


def test_every_agency_of_the_demo_country_is_sorted() -> None:
    with (files("ingest") / "demo" / "agencies.csv").open(encoding="utf-8") as lines:
        rows: list[dict[str, object]] = [dict(row) for row in csv.DictReader(lines)]
    places = list(all_places())
    codes = frozenset(government.code for place in places for government in local_governments(place))
    rows += [dict(row) for row in agency_rows(places, codes)]
    assert len(rows) > 8_000
    for row in rows:
        for kind_list in KIND_LISTS:
            assert row[kind_list] in agency_kinds(kind_list), row
        assert go_together(str(row["type"]), str(row["subtype"])), row
    assert {row["type"] for row in rows if row["level"] == "ministry"} == {"ministry"}

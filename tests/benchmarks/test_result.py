"""What other programs and people read."""

import json
from pathlib import Path

from benchmarks.keep import keep
from benchmarks.measure import times_of
from benchmarks.report import as_markdown
from benchmarks.result import ContenderResult, Result, Table, as_json


def some_result() -> Result:
    fast = ContenderResult(name="fast", about="guesses", groups={"rare": times_of([1_000])}, checked=4, wrong_sets=1)
    absent = ContenderResult(name="absent", about="would be fine", absent="It is not installed.")
    return Result(
        name="some",
        question="Which one?",
        scale="tiny",
        machine={"cores": 2},
        answers_checked=4,
        ratios={"fast_vs_slow": 0.5},
        targets={"fast_vs_slow": "at most 1"},
        contenders=[fast, absent],
        tables=[Table(title="More", columns=("what", "n"), rows=[("a thing", 1_000)])],
    )


def test_one_result_is_an_object_and_several_are_an_array() -> None:
    one = json.loads(as_json([some_result()]))
    assert {"name", "scale", "machine", "wrong_answers", "ratios"} <= one.keys()
    assert (one["name"], one["wrong_answers"], one["ratios"]) == ("some", 0, {"fast_vs_slow": 0.5})
    assert one["contenders"][0]["groups"]["rare"]["p50_us"] == 1.0
    assert [each["name"] for each in json.loads(as_json([some_result()] * 2))] == ["some", "some"]


def test_the_share_of_wrong_answers_stands_beside_the_times() -> None:
    text = as_markdown(some_result())
    assert "| fast_vs_slow | 0.5 | at most 1 |" in text
    assert "| fast | 4 | 1 | 0 | 25.00% | 0 |" in text
    assert "*Left out: It is not installed.*" in text
    assert "| a thing | 1,000 |" in text


def test_a_kept_result_is_three_files(tmp_path: Path) -> None:
    keep(some_result(), tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"some-tiny.json", "some-tiny.md", "some-tiny.svg"}
    assert "![some](some-tiny.svg)" in (tmp_path / "some-tiny.md").read_text()
    first = (tmp_path / "some-tiny.svg").read_bytes()
    keep(some_result(), tmp_path)
    assert (tmp_path / "some-tiny.svg").read_bytes() == first

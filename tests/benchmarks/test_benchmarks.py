"""Every benchmark runs on a tiny country, and no answer of Pakmud's is wrong. Nothing here depends on time."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks.__main__ import app
from benchmarks.finding_contenders import CONTENDERS
from benchmarks.machine import machine_record
from benchmarks.registry import BENCHMARKS, Run

EXACT = {"pakmud", "pakmud_steps", "pakmud_hits", "partitioned", "rtree", "ckdtree", "sqlite_rtree", "duckdb"}


def test_nearest_finds_who_is_wrong(tiny_run: Run) -> None:
    result = BENCHMARKS["nearest"].run(tiny_run)
    assert result.wrong_answers == 0
    assert result.answers_checked >= tiny_run.scale.checked
    present = {one.name: one for one in result.contenders if one.absent is None}
    assert {"pakmud", "natural_join", "partitioned", "ckdtree"} <= present.keys()
    assert {name for name, one in present.items() if one.checked and not one.wrong_sets + one.wrong_orders} >= (
        EXACT & present.keys()
    )
    assert all(len(one.groups) == 6 for one in present.values())
    assert {"p50_vs_join_medium", "agency_p99_vs_walk"} <= result.ratios.keys()
    if "redis" in present:
        assert "p50_vs_redis" in result.ratios


@pytest.mark.parametrize(
    ("name", "ratio"),
    [
        ("open_now", "open_worst_vs_plain"),
        ("writes", "p99_during_writes_vs_before"),
        ("map_view", "country_vs_gist"),
        ("scale", "p50_growth"),
    ],
)
def test_answers_stay_right(tiny_run: Run, name: str, ratio: str) -> None:
    result = BENCHMARKS[name].run(tiny_run)
    assert result.wrong_answers == 0
    assert result.answers_checked > 0
    assert ratio in result.ratios
    assert result.numbers.get("failed", 0) == 0


def test_bulk_loop_and_tree_agree(tiny_run: Run) -> None:
    result = BENCHMARKS["batch"].run(tiny_run)
    assert result.wrong_answers == 0
    assert result.numbers["wrong ckdtree"] == 0
    assert {"bulk_vs_loop", "bulk_vs_ckdtree"} <= result.ratios.keys()


def test_finding_judges_four_and_ours_is_the_best(tiny_run: Run) -> None:
    result = BENCHMARKS["finding"].run(tiny_run)
    assert result.ratios["hit_at_1_vs_best_other"] >= 1
    assert len(result.tables) == len(CONTENDERS) + 1
    assert all(name in result.ratios for name in result.targets)


def test_the_audit_finds_what_was_sown(tiny_run: Run) -> None:
    result = BENCHMARKS["pin_audit"].run(tiny_run)
    assert result.wrong_answers == 0
    assert {"found_swapped", "found_on_another_agency", "found_rounded", "suspected_right_pins"} <= result.ratios.keys()
    with_outlines = {"found_wrong_province", "found_centroid"}
    assert (with_outlines <= result.ratios.keys()) != bool(result.notes)


def test_a_data_set_rolled_back_leaves_everything_as_it_was(tiny_run: Run) -> None:
    result = BENCHMARKS["data_sets"].run(tiny_run)
    assert result.wrong_answers == 0
    assert result.answers_checked == 3
    assert result.numbers["failed"] == 0


@pytest.mark.skipif(shutil.which("wrk") is None, reason="needs wrk, a Debian package")
def test_http_faces_agree(tiny_run: Run) -> None:
    result = BENCHMARKS["http"].run(tiny_run)
    assert result.wrong_answers == 0
    assert result.numbers["failed"] == 0
    assert {"throughput_vs_pgbench", "throughput_vs_framework_models", "p99_vs_p50"} <= result.ratios.keys()


def test_the_command_lists_and_refuses(tmp_path: Path) -> None:
    listed = CliRunner().invoke(app, ["--list"])
    assert listed.exit_code == 0
    assert all(name in listed.stdout for name in BENCHMARKS)
    assert CliRunner().invoke(app, ["nearest", "--scale", "huge"]).exit_code == 2
    assert CliRunner().invoke(app, ["nonsense", "--home", str(tmp_path)]).exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_json(tiny_run: Run, tmp_path: Path) -> None:
    written = tmp_path / "result.json"
    arguments = ["open_now", "--scale", "tiny", "--home", str(tiny_run.home), "--json", str(written)]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    assert json.loads(written.read_text())["wrong_answers"] == 0


def test_the_machine_is_told_without_names_of_hosts_or_folders() -> None:
    record = machine_record(None)
    assert {"processor", "cores", "memory_gib", "python"} <= record.keys()
    assert not any("/" in str(value) and str(value).startswith("/") for value in record.values())

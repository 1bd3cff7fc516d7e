"""The model: what it gives, and what happens where there is none."""

import logging
import os
from pathlib import Path

import numpy as np
import pytest

from geo.finding.meaning.embedding import BUNDLED, OFF, load_embedding


def test_vectors_have_length_one_and_alike_texts_are_near() -> None:
    embedding = load_embedding(BUNDLED)
    assert embedding is not None
    card, lost_card, cooking = embedding.vectors_of(["บัตรประชาชน", "national ID card", "แกงเขียวหวาน"])
    assert np.linalg.norm(card) == pytest.approx(1, abs=1e-3)
    assert card @ lost_card > card @ cooking
    assert embedding.vectors_of([]).shape == (0, embedding.dimensions)


def test_it_is_loaded_once_and_leaves_the_environment_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    assert load_embedding(BUNDLED) is load_embedding(BUNDLED)
    assert os.environ["OMP_NUM_THREADS"] == "7"


def test_off_is_silent_and_what_cannot_be_loaded_is_told_once(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    not_a_model = tmp_path / "model.bin"
    not_a_model.write_bytes(b"no model" * 100)
    with caplog.at_level(logging.WARNING):
        assert load_embedding(OFF) is None
        assert not caplog.records
        for _again in range(2):
            assert load_embedding(str(tmp_path / "nowhere.bin")) is None
    [told] = caplog.records
    assert "nowhere.bin" in told.getMessage()

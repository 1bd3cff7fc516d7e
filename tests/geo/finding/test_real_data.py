"""Twenty-two real procedures under their colloquial names, each with its real steps."""

import json
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from geo.finding.finder import Finder
from geo.procedure_list import ProcedureQuery
from tests.country import Country

pytestmark = pytest.mark.shared_data


def test_each_is_found_by_its_name_in_a_sentence(
    shared_data: Path, session: Session, country: Country, finder: Finder
) -> None:
    rows = json.loads((shared_data / "procedures" / "wevis_eservice_th.json").read_text(encoding="utf-8"))
    steps: dict[str, list[str]] = {}
    for row in rows:
        steps.setdefault(row["service_name"], []).extend(step for step in row["steps"] if isinstance(step, str))
    for name, sentences in steps.items():
        manual = {"steps": [{"name_th": sentence} for sentence in dict.fromkeys(sentences)]}
        country.make_procedure(name, title_th=name, title_en=None, manual=manual)  # type: ignore[arg-type]
    for name in steps:
        for asked in (name, f"{name}ต้องทำยังไงคะ", name[:-1]):
            [first, *_] = finder.find(session, ProcedureQuery(text=asked)).matches
            assert first.procedure.code == name, asked
    for nobody in ("สูตรแกงเขียวหวาน", "ผลบอลเมื่อคืน", "best pizza in town"):
        assert finder.find(session, ProcedureQuery(text=nobody)).matches == ()

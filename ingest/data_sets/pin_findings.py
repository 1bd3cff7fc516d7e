"""What may be wrong with the pins that a data set would set: asked of the rules that every pin is asked of."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import orjson
from sqlalchemy.orm import Session

from geo.errors import SearchTimedOut
from geo.pins.checked_pins import Pins
from geo.pins.finding import PinFinding, rank
from geo.pins.rules import PIN_RULES
from geo.words import N_, Sentence
from ingest.data_sets.sentence_json import sentence_as_json
from ingest.kinds.kind import Db
from ingest.statements import statements

_SQL = statements(__file__)
_TIMEOUT_MS = 60_000
_SOURCE = "SELECT * FROM moving"

Tell = Callable[[str, float], None]


def keep_findings(session: Session, db: Db, data_set_id: int, tell: Tell) -> list[Sentence]:
    """Beside the rows of the preview. Returns what could not be looked at, where there is too much of it."""
    db.execute(_SQL["moving"], {"id": data_set_id})
    db.execute("ANALYZE moving")
    found: dict[int, list[PinFinding]] = defaultdict(list)
    missed = []
    for number, rule in enumerate(PIN_RULES):
        tell(rule.doing, number / len(PIN_RULES))
        try:
            with session.begin_nested():
                for pin_id, finding in rule.find(session, Pins(source=_SOURCE, values={}), _TIMEOUT_MS):
                    found[pin_id].append(finding)
        except SearchTimedOut:
            missed.append(
                Sentence(N_("There are too many pins to check them all: {doing}"), {"doing": Sentence(rule.doing)})
            )
    db.execute("SELECT set_config('statement_timeout', '0', true)")
    db.execute("CREATE TEMPORARY TABLE finding (pin_id bigint, findings jsonb) ON COMMIT DROP")
    with db.copy("COPY finding FROM STDIN") as copy:
        for pin_id, findings in found.items():
            copy.write_row((pin_id, orjson.dumps([_as_json(one) for one in _worst_first(findings)]).decode()))
    db.execute(_SQL["keep"], {"id": data_set_id})
    return missed


def _worst_first(findings: list[PinFinding]) -> list[PinFinding]:
    return sorted(findings, key=lambda one: rank(one.kind))


def _as_json(finding: PinFinding) -> dict[str, Any]:
    return {
        "kind": finding.kind,
        "sentence": sentence_as_json(finding.sentence),
        "remedy": sentence_as_json(finding.remedy.sentence),
    }

"""`pakmud find` and `pakmud searches`."""

import json
from datetime import datetime

import httpx
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from geo.finding.unanswered import count_unanswered
from geo.opening_hours import BANGKOK
from tests.api.small_country import ID_CARD
from tests.api.terminal.conftest import Pakmud


def test_a_table_with_reasons(pakmud: Pakmud, small_country: str) -> None:
    done = pakmud("find", "ทำบัดประชาชน", "ที่ไหน", database_url=small_country, language="en")
    assert done.code == 0, done.err
    first = done.out.splitlines()[0]
    assert first.startswith(ID_CARD)
    assert "Identity card" in first
    assert first.rstrip().endswith("also called: ทำบัตรประชาชน")


def test_json_is_what_the_api_answers(pakmud: Pakmud, small_country: str, client: httpx.Client) -> None:
    done = pakmud("find", "lost", "identity", "card", "--json", "--limit", "2", database_url=small_country)
    by_http = client.get("/v1/procedures", params={"q": "lost identity card", "limit": 2}).json()
    assert json.loads(done.out) == by_http


def test_nothing(pakmud: Pakmud, small_country: str) -> None:
    done = pakmud("find", "ผลบอลเมื่อคืน", database_url=small_country, language="th")
    assert (done.code, done.out) == (0, "ไม่พบเรื่องที่ค้นหา\n")


def test_what_was_not_found(pakmud: Pakmud, fresh_database: str) -> None:
    done = pakmud("searches", database_url=fresh_database, language="en")
    assert done.out == "Every search of the last 90 days found something.\n"
    engine = create_engine(fresh_database, poolclass=NullPool)
    for typed in ("เลี้ยงช้าง", "เลี้ยงช้าง", "เลี้ยงม้า"):
        count_unanswered(engine, typed, datetime.now(BANGKOK))
    done = pakmud("searches", "--at-least", "2", database_url=fresh_database)
    assert done.out.split()[::2] == ["2", "เลี้ยงช้าง"]
    done = pakmud("searches", "--json", database_url=fresh_database)
    assert [(one["text"], one["count"]) for one in json.loads(done.out)] == [("เลี้ยงช้าง", 2), ("เลี้ยงม้า", 1)]

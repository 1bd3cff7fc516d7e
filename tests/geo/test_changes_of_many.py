"""Triggers compare the rows before with the rows after by their number, not by that of an earlier change."""

import json
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from geo.cluster.embedded import EmbeddedServer
from geo.cluster.whole_database import conninfo

MANY = """
INSERT INTO agency (code, level, name_th) SELECT 'm' || n, 'ministry', 'x' FROM generate_series(1, 900) n;
INSERT INTO service_point (code, agency_id, name_th, location, pin_method, pinned_at, pinned_by)
SELECT 's' || n, (SELECT min(id) FROM agency) + n % 900, 'x', ST_SetSRID(ST_MakePoint(100 + n / 1e4, 14), 4326),
       'map', now(), 'x'
FROM generate_series(1, 1800) n;
INSERT INTO two_offices (service_point_id, other_id, reason, said_by)
SELECT min(id), max(id), 'x', 'x' FROM service_point;
"""

FEW = 50
"""So many may be compared with each other one by one."""


@pytest.fixture(scope="module")
def many(make_database: Callable[[], str]) -> str:
    url = make_database()
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text(MANY))
    return url


@pytest.mark.parametrize(
    ("one", "all_of_them"),
    [
        ("UPDATE service_point SET phone = '1' WHERE code = 's5'", "UPDATE service_point SET phone = '2'"),
        (
            "UPDATE service_point SET location = ST_Translate(location, 0, 0.1) WHERE code = 's5'",
            "UPDATE service_point SET location = ST_Translate(location, 0, 0.1)",
        ),
        ("UPDATE agency SET name_en = 'x' WHERE code = 'm5'", "UPDATE agency SET name_en = 'y'"),
        (
            "UPDATE agency SET parent_id = (SELECT min(id) FROM agency), level = 'department' WHERE code = 'm5'",
            "UPDATE agency SET parent_id = (SELECT min(id) FROM agency), level = 'department' WHERE code <> 'm1'",
        ),
        ("UPDATE area SET name_en = name_en WHERE code = '20'", "UPDATE area SET name_en = name_en"),
    ],
)
def test_after_a_change_of_one(server: EmbeddedServer, many: str, one: str, all_of_them: str) -> None:
    administration = server.url(str(make_url(many).database), role="postgres")
    plans: list[str] = []
    with psycopg.connect(conninfo(administration)) as connection:
        for line in (
            "LOAD 'auto_explain'",
            "SET auto_explain.log_min_duration = 0",
            "SET auto_explain.log_nested_statements = on",
            "SET auto_explain.log_analyze = on",
            "SET auto_explain.log_format = json",
            "SET client_min_messages = log",
        ):
            connection.execute(line.encode())
        connection.execute(one.encode())
        connection.add_notice_handler(lambda notice: plans.append(notice.message_primary or ""))
        connection.execute(all_of_them.encode())
        connection.rollback()
    compared = [
        plan
        for plan in (json.loads(one[one.index("{") :])["Plan"] for one in plans if "{" in one)
        if sum(count > FEW for count in changes_read(plan)) > 1
    ]
    assert compared
    assert not any(compares_each_with_each(plan) for plan in compared), json.dumps(compared, indent=1)


def changes_read(plan: dict[str, Any]) -> list[int]:
    """How many of the rows before or the rows after are read at a time, by each part that reads such."""
    here = [int(plan["Actual Rows"])] if plan["Node Type"] == "Named Tuplestore Scan" else []
    return [*here, *(count for part in plan.get("Plans", ()) for count in changes_read(part))]


def compares_each_with_each(plan: dict[str, Any]) -> bool:
    parts = plan.get("Plans", [])
    if plan["Node Type"] == "Nested Loop" and all(max(changes_read(part), default=0) > FEW for part in parts):
        return True
    return any(compares_each_with_each(part) for part in parts)

"""A name is looked up in the index, not by reading every service point."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from geo.places.service_point_names import OfficeNameQuery, office_name_statement, similar_name_statement

MANY = text(
    "INSERT INTO service_point (code, agency_id, name_th, name_en) "
    "SELECT 'x' || n, (SELECT min(id) FROM agency), 'สำนักงานที่ ' || md5(n::text), 'Office ' || md5(n::text) "
    "FROM generate_series(1, 20000) n"
)


@pytest.mark.parametrize("kind", ["words", "similar"])
def test_the_index_is_used(session: Session, kind: str) -> None:
    session.execute(text("INSERT INTO agency (code, level, name_th) VALUES ('a', 'ministry', 'ก')"))
    session.execute(MANY)
    session.execute(text("ANALYZE service_point"))
    query = OfficeNameQuery(text="")
    if kind == "words":
        statement = office_name_statement(query, [("c4ca4238",), ("a0b9238",)])
    else:
        found = similar_name_statement(query, "c4ca4238a0b923820dcc509a6f75849b")
        assert found is not None
        statement = found
    compiled = statement.compile(session.connection(), compile_kwargs={"literal_binds": True})
    plan = "\n".join(session.scalars(text("EXPLAIN " + str(compiled).replace(":", "\\:"))))
    assert "service_point_folded_names" in plan
    assert "Seq Scan on service_point" not in plan

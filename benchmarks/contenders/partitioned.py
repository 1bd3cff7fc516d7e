"""A partition for some procedures each, with a plain spatial index: no btree_gist needed."""

from typing import Any

from benchmarks.contenders.postgres import PostgresContender
from benchmarks.earth import geocentric_of
from benchmarks.question import Question

_PARTITIONS = 64
_TABLES = (
    "CREATE TABLE offers (procedure_id integer NOT NULL, service_point_id integer NOT NULL, "
    "centred geometry(PointZ, 4978) NOT NULL, place geometry(Point, 4326) NOT NULL) PARTITION BY HASH (procedure_id)",
    *(
        f"CREATE TABLE offers_{part} PARTITION OF offers FOR VALUES WITH (MODULUS {_PARTITIONS}, REMAINDER {part})"
        for part in range(_PARTITIONS)
    ),
)
_FILL = (
    "INSERT INTO offers SELECT o.procedure_id, o.service_point_id, o.location, s.location "
    "FROM offering o JOIN service_point s ON s.id = o.service_point_id "
    "WHERE o.location IS NOT NULL ORDER BY o.procedure_id, o.id"
)


class Partitioned(PostgresContender):
    name = "partitioned"
    about = (
        f"the link in {_PARTITIONS} partitions by hash of the procedure, GiST on the earth-centred point alone in "
        "each; chords find 8 more than asked for, geodesics order them, as Pakmud does"
    )
    tables = ";\n".join([*_TABLES, _FILL, "CREATE INDEX ON offers USING gist (centred gist_geometry_ops_nd)"])
    statement = """
        SELECT service_point_id, distance_m FROM (
            SELECT service_point_id,
                ST_Distance(place::geography, ST_MakePoint(%(lon)s, %(lat)s)::geography) AS distance_m
            FROM (
                SELECT service_point_id, place FROM offers
                WHERE procedure_id = %(procedure)s::integer
                ORDER BY centred <<->> ST_SetSRID(ST_MakePoint(%(x)s, %(y)s, %(z)s), 4978)
                LIMIT %(limit)s::integer + 8
            ) AS candidate
        ) AS measured ORDER BY distance_m LIMIT %(limit)s::integer
    """

    def values(self, question: Question) -> dict[str, Any]:
        x, y, z = geocentric_of(question.origin)
        return {**super().values(question), "x": x, "y": y, "z": z}

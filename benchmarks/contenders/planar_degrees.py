"""The same composite index over longitude and latitude as if the earth were flat."""

from benchmarks.contenders.postgres import PostgresContender


class PlanarDegrees(PostgresContender):
    name = "planar_degrees"
    about = "one table, GiST on (procedure, point in degrees); in the order of degrees, in which a degree is a degree"
    tables = """
        CREATE TABLE offers AS SELECT o.procedure_id, o.service_point_id, s.location AS place
            FROM offering o JOIN service_point s ON s.id = o.service_point_id
            WHERE s.shown AND s.location IS NOT NULL ORDER BY o.procedure_id, o.id;
        CREATE INDEX ON offers USING gist (procedure_id, place);
    """
    statement = """
        SELECT service_point_id, ST_Distance(place::geography, ST_MakePoint(%(lon)s, %(lat)s)::geography) AS distance_m
        FROM offers
        WHERE procedure_id = %(procedure)s::integer
        ORDER BY place <-> ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326)
        LIMIT %(limit)s::integer
    """

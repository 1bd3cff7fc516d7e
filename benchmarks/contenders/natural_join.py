"""Service points joined to what they offer: the schema that most people would draw first."""

from benchmarks.contenders.postgres import PostgresContender


class NaturalJoin(PostgresContender):
    name = "natural_join"
    about = (
        "two tables, a GiST index on the points' geography, B-trees on both columns of the link; planned anew for each "
        "question, since a plan for all is worse"
    )
    prepared = False
    tables = """
        CREATE TABLE point AS SELECT id, location::geography AS place FROM service_point
            WHERE shown AND location IS NOT NULL ORDER BY location;
        ALTER TABLE point ADD PRIMARY KEY (id);
        CREATE INDEX ON point USING gist (place);
        CREATE TABLE offers AS SELECT procedure_id, service_point_id FROM offering ORDER BY 1, 2;
        ALTER TABLE offers ADD PRIMARY KEY (procedure_id, service_point_id);
        CREATE INDEX ON offers (service_point_id);
    """
    statement = """
        SELECT p.id, ST_Distance(p.place, ST_MakePoint(%(lon)s, %(lat)s)::geography) AS distance_m
        FROM point p JOIN offers o ON o.service_point_id = p.id
        WHERE o.procedure_id = %(procedure)s::integer
        ORDER BY p.place <-> ST_MakePoint(%(lon)s, %(lat)s)::geography
        LIMIT %(limit)s::integer
    """

-- name: stage
CREATE TEMPORARY TABLE staged (row integer, code text, boundary geometry(MultiPolygon, 4326)) ON COMMIT DROP

-- name: change
-- An outline is added where there was none. bytea: geometries that merely cover the same ground are not the same.
WITH told AS (
    SELECT a.code, s.boundary, a.boundary IS NULL AS added
    FROM staged s JOIN area a ON a.code = s.code
    WHERE s.boundary::bytea IS DISTINCT FROM a.boundary::bytea
), changed AS (
    UPDATE area a SET boundary = t.boundary FROM told t WHERE t.code = a.code
)
SELECT count(*) FILTER (WHERE added), count(*) FILTER (WHERE NOT added) FROM told

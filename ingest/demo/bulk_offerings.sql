-- name: indexes
SELECT format('ALTER TABLE offering DROP CONSTRAINT %I', conname),
       format('ALTER TABLE offering ADD CONSTRAINT %I %s', conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE conrelid = 'offering'::regclass AND contype IN ('u', 'f')
UNION ALL
SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
FROM pg_index WHERE indrelid = 'offering'::regclass
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('u', 'p', 'x'))

-- name: office_hours
INSERT INTO schedule (expression) VALUES (%(office_hours)s) ON CONFLICT DO NOTHING

-- name: repeat
-- What an offering repeats; where the doors never close also what it repeats when it has office hours of its own.
CREATE TEMPORARY TABLE repeated ON COMMIT DROP AS
SELECT s.id, s.agency_id, s.effective_schedule_id, own.id AS own_schedule_id,
       CASE WHEN own.id IS NOT NULL THEN schedule_with_exceptions(own.id, s.id) END AS effective_own_id,
       findable_location(s.location, s.shown) AS location, s.map_x, s.map_y
FROM service_point s
LEFT JOIN schedule h ON h.id = s.schedule_id
LEFT JOIN schedule own ON h.expression = '24/7' AND own.expression = %(office_hours)s AND own.exceptions = '[]'

-- name: pairs
CREATE TEMPORARY TABLE pair (procedure_id integer, service_point_id integer) ON COMMIT DROP

-- name: add
INSERT INTO offering (procedure_id, service_point_id, own_schedule_id, agency_id, schedule_id, hours_class, location, map_x, map_y)
SELECT o.procedure_id, o.service_point_id, o.own_schedule_id, o.agency_id, o.schedule_id, coalesce(h.hours_class, 0), o.location,
       o.map_x, o.map_y
FROM (
    SELECT p.procedure_id, p.service_point_id, r.agency_id, r.location, r.map_x, r.map_y,
           CASE WHEN own THEN r.own_schedule_id END AS own_schedule_id,
           CASE WHEN own THEN r.effective_own_id ELSE r.effective_schedule_id END AS schedule_id
    FROM pair p
    JOIN repeated r ON r.id = p.service_point_id
    CROSS JOIN LATERAL (SELECT r.own_schedule_id IS NOT NULL AND p.procedure_id <> ALL (%(round_the_clock)s)) AS hours (own)
) o
LEFT JOIN schedule h ON h.id = o.schedule_id
ORDER BY o.procedure_id, o.service_point_id

-- name: disagreeing
-- An offering with hours of its own has the exceptions of its service point added to them.
WITH truth AS MATERIALIZED (
    SELECT s.id, s.agency_id, s.effective_schedule_id, findable_location(s.location, s.shown)::bytea AS location,
           s.map_x, s.map_y, coalesce(h.exceptions, '[]') AS exceptions
    FROM service_point s LEFT JOIN schedule h ON h.id = s.effective_schedule_id
)
SELECT count(*)
FROM offering o
LEFT JOIN truth t ON t.id = o.service_point_id
LEFT JOIN schedule h ON h.id = o.schedule_id
LEFT JOIN schedule own ON own.id = o.own_schedule_id
WHERE (o.agency_id, o.location::bytea, o.map_x, o.map_y, o.hours_class)
    IS DISTINCT FROM (t.agency_id, t.location, t.map_x, t.map_y, coalesce(h.hours_class, 0))
   OR CASE WHEN own.id IS NULL THEN o.schedule_id IS DISTINCT FROM t.effective_schedule_id
           ELSE (h.expression, h.exceptions) IS DISTINCT FROM (own.expression, t.exceptions) END

-- name: stage
CREATE TEMPORARY TABLE staged (
    row integer, service_point_id integer, procedure_id integer, opening_hours text, note_th text, given text[],
    original text  -- the row's values as JSON where they are more than its two codes
) ON COMMIT DROP

-- name: analyze
ANALYZE staged

-- name: repeated
WITH numbered AS (
    SELECT row, first_value(row) OVER pair AS first
    FROM staged
    WINDOW pair AS (PARTITION BY service_point_id, procedure_id ORDER BY row)
), removed AS (
    DELETE FROM staged s USING numbered n
    WHERE n.row = s.row AND n.first <> n.row
    RETURNING s.row, n.first, s.service_point_id, s.procedure_id, s.original
)
SELECT r.row, r.first, p.code, c.code, r.original
FROM removed r JOIN service_point p ON p.id = r.service_point_id JOIN procedure c ON c.id = r.procedure_id
ORDER BY r.row

-- name: schedules
INSERT INTO schedule (expression)
SELECT DISTINCT s.opening_hours
FROM staged s
WHERE s.opening_hours IS NOT NULL AND NOT EXISTS (SELECT FROM schedule h WHERE h.expression = s.opening_hours AND h.exceptions = '[]')
ON CONFLICT DO NOTHING

-- name: change
WITH wanted AS (
    SELECT o.id,
           CASE WHEN 'opening_hours' = ANY (s.given) THEN h.id ELSE o.own_schedule_id END AS own_schedule_id,
           CASE WHEN 'note_th' = ANY (s.given) THEN s.note_th ELSE o.note_th END AS note_th
    FROM staged s
    JOIN offering o ON (o.service_point_id, o.procedure_id) = (s.service_point_id, s.procedure_id)
    LEFT JOIN schedule h ON h.expression = s.opening_hours AND h.exceptions = '[]'
    WHERE s.given <> '{}'
)
UPDATE offering o SET own_schedule_id = w.own_schedule_id, note_th = w.note_th
FROM wanted w
WHERE w.id = o.id AND (o.own_schedule_id, o.note_th) IS DISTINCT FROM (w.own_schedule_id, w.note_th)

-- name: add
-- In the order that the nearest search reads: by procedure, then along the Hilbert curve, which is how PostGIS sorts points.
INSERT INTO offering (procedure_id, service_point_id, own_schedule_id, note_th, agency_id)
SELECT s.procedure_id, s.service_point_id, h.id, s.note_th, p.agency_id
FROM staged s
JOIN service_point p ON p.id = s.service_point_id
LEFT JOIN schedule h ON h.expression = s.opening_hours AND h.exceptions = '[]'
WHERE NOT EXISTS (
    SELECT FROM offering o WHERE (o.service_point_id, o.procedure_id) = (s.service_point_id, s.procedure_id)
)
ORDER BY s.procedure_id, p.location, s.row
ON CONFLICT (service_point_id, procedure_id) DO NOTHING

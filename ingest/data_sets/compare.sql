-- name: keep_pins
-- Spreadsheets show and save fewer decimals than there are: a pin that is the same to six of them has not moved.
UPDATE staged s SET lon = ST_X(p.location), lat = ST_Y(p.location)
FROM service_point p
WHERE p.code = s.code AND p.location IS NOT NULL
  AND abs(s.lon - ST_X(p.location)) < 6e-7 AND abs(s.lat - ST_Y(p.location)) < 6e-7
  AND (s.lon, s.lat) IS DISTINCT FROM (ST_X(p.location), ST_Y(p.location))

-- name: compare_service_point
CREATE TEMPORARY TABLE compared ON COMMIT DROP AS
WITH beside AS MATERIALIZED (
    SELECT s.row AS number, s.code, s.name_th AS name, p.id::bigint AS record_id, to_jsonb(s) AS staged, p.location AS before_at,
           s.lon, s.lat, sheet_changes(
               CASE WHEN p.id IS NOT NULL THEN sheet_of(p) END,
               jsonb_build_object('code', s.code, 'agency_code', a.code, 'name_th', s.name_th)
               || coalesce((SELECT jsonb_object_agg(key, value) FROM jsonb_each(to_jsonb(s)) WHERE key = ANY (s.given)), '{}')
           ) AS changes
    FROM staged s JOIN agency a ON a.id = s.agency_id LEFT JOIN service_point p ON p.code = s.code
)
SELECT number, code, name, record_id, staged, changes,
       CASE WHEN record_id IS NULL THEN 'new' WHEN changes IS NULL THEN 'unchanged' ELSE 'changed' END AS change,
       CASE WHEN changes ?| '{lat,lon}' THEN lon END AS lon, CASE WHEN changes ?| '{lat,lon}' THEN lat END AS lat,
       CASE WHEN changes ?| '{lat,lon}' AND lon IS NOT NULL THEN coalesce(
           ST_Distance(before_at::geography, ST_SetSRID(ST_MakePoint(lon, lat), 4326)::geography), 0) END AS moved_m
FROM beside

-- name: compare_agency
CREATE TEMPORARY TABLE compared ON COMMIT DROP AS
WITH beside AS MATERIALIZED (
    SELECT s.row AS number, s.code, s.name_th AS name, a.id::bigint AS record_id, to_jsonb(s) AS staged, sheet_changes(
               CASE WHEN a.id IS NOT NULL THEN sheet_of(a) END,
               jsonb_build_object('code', s.code, 'level', s.level, 'name_th', s.name_th)
               || coalesce((SELECT jsonb_object_agg(key, value) FROM jsonb_each(to_jsonb(s)) WHERE key = ANY (s.given)), '{}')
           ) AS changes
    FROM staged s LEFT JOIN agency a ON a.code = s.code
)
SELECT number, code, name, record_id, staged, changes,
       CASE WHEN record_id IS NULL THEN 'new' WHEN changes IS NULL THEN 'unchanged' ELSE 'changed' END AS change,
       NULL::float8 AS lon, NULL::float8 AS lat, NULL::float8 AS moved_m
FROM beside

-- name: compare_offering
CREATE TEMPORARY TABLE compared ON COMMIT DROP AS
WITH beside AS MATERIALIZED (
    SELECT s.row AS number, p.code || ' ' || c.code AS code, p.name_th || ' · ' || c.title_th AS name, o.id AS record_id,
           to_jsonb(s) - 'original' AS staged, sheet_changes(
               CASE WHEN o.id IS NOT NULL THEN sheet_of_offering(o.own_schedule_id, o.note_th) END,
               coalesce((SELECT jsonb_object_agg(key, value) FROM jsonb_each(to_jsonb(s)) WHERE key = ANY (s.given)), '{}')
           ) AS changes
    FROM staged s JOIN service_point p ON p.id = s.service_point_id JOIN procedure c ON c.id = s.procedure_id
    LEFT JOIN offering o ON (o.service_point_id, o.procedure_id) = (s.service_point_id, s.procedure_id)
)
SELECT number, code, name, record_id, staged, changes,
       CASE WHEN record_id IS NULL THEN 'new' WHEN changes IS NULL THEN 'unchanged' ELSE 'changed' END AS change,
       NULL::float8 AS lon, NULL::float8 AS lat, NULL::float8 AS moved_m
FROM beside

-- name: gone_service_point
INSERT INTO compared (number, code, name, record_id, changes, change)
SELECT 100000000 + row_number() OVER (ORDER BY p.code), p.code, p.name_th, p.id, '{"shown": [true, false]}', 'gone'
FROM service_point p JOIN agency a ON a.id = p.agency_id
WHERE a.path @> ARRAY[%s::integer] AND p.shown
  AND NOT EXISTS (SELECT FROM staged s WHERE s.code = p.code) AND NOT EXISTS (SELECT FROM named n WHERE n.code = p.code)

-- name: gone_offering
INSERT INTO compared (number, code, name, record_id, changes, change)
SELECT 100000000 + row_number() OVER (ORDER BY p.code, c.code), p.code || ' ' || c.code, p.name_th || ' · ' || c.title_th, o.id, NULL, 'gone'
FROM offering o JOIN service_point p ON p.id = o.service_point_id JOIN agency a ON a.id = p.agency_id
JOIN procedure c ON c.id = o.procedure_id
WHERE a.path @> ARRAY[%s::integer]
  AND NOT EXISTS (SELECT FROM staged s WHERE (s.service_point_id, s.procedure_id) = (o.service_point_id, o.procedure_id))
  AND NOT EXISTS (SELECT FROM named n WHERE n.code = p.code || ' ' || c.code)

-- name: keep
INSERT INTO data_set_row (data_set_id, number, code, name, change, record_id, staged, changes, lon, lat, moved_m)
SELECT %s, number, code, name, change, record_id, staged, changes, lon, lat, moved_m FROM compared ORDER BY number

-- name: count
SELECT count(*) FILTER (WHERE change = 'new')::integer, count(*) FILTER (WHERE change = 'changed')::integer,
       count(*) FILTER (WHERE change = 'unchanged')::integer, count(*) FILTER (WHERE change = 'gone')::integer,
       count(moved_m)::integer
FROM data_set_row WHERE data_set_id = %s

-- name: changed_since
SELECT coalesce(c.code, r.code)
FROM (SELECT * FROM data_set_row WHERE data_set_id = %(id)s) r FULL JOIN compared c ON (c.code, c.change) = (r.code, r.change)
WHERE c.code IS NULL OR r.code IS NULL OR c.changes IS DISTINCT FROM r.changes OR c.record_id IS DISTINCT FROM r.record_id
ORDER BY 1 LIMIT 20

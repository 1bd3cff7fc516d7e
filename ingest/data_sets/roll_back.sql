-- name: hold_service_point
SELECT count(*) FROM (
    SELECT FROM service_point p WHERE p.id IN (SELECT record_id FROM data_set_undo WHERE data_set_id = %(id)s)
    ORDER BY p.id FOR UPDATE
) held

-- name: hold_agency
SELECT count(*) FROM (
    SELECT FROM agency a WHERE a.id IN (SELECT record_id FROM data_set_undo WHERE data_set_id = %(id)s)
    ORDER BY a.id FOR UPDATE
) held

-- name: hold_offering
SELECT count(*) FROM (
    SELECT FROM offering o WHERE o.id IN (SELECT record_id FROM data_set_undo WHERE data_set_id = %(id)s)
    ORDER BY o.id FOR UPDATE
) held

-- name: edited_service_point
SELECT u.record_id, u.code, coalesce(p.name_th, u.name) AS name, u.change, p.updated_by AS by
FROM data_set_undo u LEFT JOIN service_point p ON p.id = u.record_id
WHERE u.data_set_id = %(id)s
  AND (p.id IS NULL OR p.version IS DISTINCT FROM (u.left_as ->> 'version')::integer OR u.change = 'new' AND ({hangs}))

-- name: edited_agency
SELECT u.record_id, u.code, coalesce(a.name_th, u.name) AS name, u.change, a.updated_by AS by
FROM data_set_undo u LEFT JOIN agency a ON a.id = u.record_id
WHERE u.data_set_id = %(id)s
  AND (a.id IS NULL OR a.version IS DISTINCT FROM (u.left_as ->> 'version')::integer OR u.change = 'new' AND ({hangs}))

-- name: edited_offering
-- One that was taken off and is there again has been added by somebody.
SELECT u.record_id, u.code, u.name, u.change, NULL::text AS by
FROM data_set_undo u LEFT JOIN offering o ON o.id = u.record_id
WHERE u.data_set_id = %(id)s
  AND CASE WHEN u.change = 'gone' THEN EXISTS (
               SELECT FROM offering again
               WHERE (again.service_point_id, again.procedure_id)
                   = ((u.before ->> 'service_point_id')::integer, (u.before ->> 'procedure_id')::integer))
           ELSE o.id IS NULL OR sheet_of_offering(o.own_schedule_id, o.note_th) IS DISTINCT FROM u.left_as OR u.change = 'new' AND ({hangs}) END

-- name: back
CREATE TEMPORARY TABLE back ON COMMIT DROP AS
SELECT u.record_id, u.code, u.name, u.change, u.before, u.served, e.record_id IS NOT NULL AND u.change = 'new' AS hangs
FROM data_set_undo u LEFT JOIN edited e ON e.record_id = u.record_id
WHERE u.data_set_id = %(id)s AND (e.record_id IS NULL OR u.record_id = ANY (%(restore)s::bigint[]))

-- name: state_service_point
CREATE TEMPORARY TABLE state ON COMMIT DROP AS
SELECT b.record_id, sheet_of(p) AS before FROM back b JOIN service_point p ON p.id = b.record_id

-- name: state_agency
CREATE TEMPORARY TABLE state ON COMMIT DROP AS
SELECT b.record_id, sheet_of(a) AS before FROM back b JOIN agency a ON a.id = b.record_id

-- name: state_offering
CREATE TEMPORARY TABLE state ON COMMIT DROP AS
SELECT b.record_id, sheet_of_offering(o.own_schedule_id, o.note_th) AS before FROM back b JOIN offering o ON o.id = b.record_id

-- name: unserve
DELETE FROM area_served v USING back b
WHERE v.{owner}_id = b.record_id AND b.before IS NOT NULL
  AND NOT EXISTS (SELECT FROM jsonb_array_elements(b.served) was WHERE was ->> 1 = v.area_code)

-- name: serve
INSERT INTO area_served (id, {owner}_id, area_code) OVERRIDING SYSTEM VALUE
SELECT (was -> 0)::integer, b.record_id, was ->> 1
FROM back b JOIN {owner} o ON o.id = b.record_id, jsonb_array_elements(b.served) was
WHERE b.before IS NOT NULL
ON CONFLICT DO NOTHING

-- name: unserve_new
DELETE FROM area_served v USING back b WHERE v.{owner}_id = b.record_id AND b.change = 'new' AND NOT b.hangs

-- name: hide_new_service_point
UPDATE service_point p SET shown = false, updated_at = now(), updated_by = nullif(current_setting('pakmud.who', true), '')
FROM back b WHERE p.id = b.record_id AND b.change = 'new' AND b.hangs

-- name: hide_new_agency
UPDATE agency a SET shown = false, updated_at = now(), updated_by = nullif(current_setting('pakmud.who', true), '')
FROM back b WHERE a.id = b.record_id AND b.change = 'new' AND b.hangs

-- name: tell_service_point
CREATE TEMPORARY TABLE told ON COMMIT DROP AS
SELECT b.record_id, b.code, b.name, c.changes,
       CASE WHEN p.id IS NULL THEN 'remove' WHEN b.change = 'gone' THEN 'show' WHEN b.change = 'new' THEN 'hide' ELSE 'edit' END AS action
FROM back b JOIN state s ON s.record_id = b.record_id LEFT JOIN service_point p ON p.id = b.record_id,
LATERAL (SELECT CASE WHEN p.id IS NULL THEN sheet_changes('{"shown": true}', '{"shown": null}') ELSE sheet_changes(s.before, sheet_of(p)) END AS changes) c
WHERE c.changes IS NOT NULL

-- name: tell_agency
CREATE TEMPORARY TABLE told ON COMMIT DROP AS
SELECT b.record_id, b.code, b.name, c.changes,
       CASE WHEN a.id IS NULL THEN 'remove' WHEN b.change = 'new' THEN 'hide' ELSE 'edit' END AS action
FROM back b JOIN state s ON s.record_id = b.record_id LEFT JOIN agency a ON a.id = b.record_id,
LATERAL (SELECT CASE WHEN a.id IS NULL THEN sheet_changes('{"shown": true}', '{"shown": null}') ELSE sheet_changes(s.before, sheet_of(a)) END AS changes) c
WHERE c.changes IS NOT NULL

-- name: tell_offering
CREATE TEMPORARY TABLE told ON COMMIT DROP AS
SELECT b.record_id, b.code, b.name, coalesce(sheet_changes(s.before, sheet_of_offering(o.own_schedule_id, o.note_th)), '{}') AS changes,
       CASE WHEN o.id IS NULL THEN 'remove' WHEN b.change = 'gone' THEN 'show' ELSE 'edit' END AS action
FROM back b LEFT JOIN state s ON s.record_id = b.record_id LEFT JOIN offering o ON o.id = b.record_id

-- name: count
SELECT (SELECT count(*) FROM edited WHERE record_id <> ALL (%(restore)s::bigint[])),
       (SELECT count(*) FROM back WHERE change = 'new' AND hangs)

-- name: stage
INSERT INTO staged
SELECT (jsonb_populate_record(NULL::staged, r.staged)).*
FROM data_set_row r
WHERE r.data_set_id = %(id)s AND r.staged IS NOT NULL
ORDER BY r.number

-- name: named
SELECT code FROM data_set_refusal WHERE data_set_id = %(id)s AND code IS NOT NULL

-- name: hold_service_point
SELECT count(*) FROM (
    SELECT FROM service_point p WHERE p.id IN (SELECT record_id FROM data_set_row WHERE data_set_id = %(id)s)
    ORDER BY p.id FOR NO KEY UPDATE
) held

-- name: hold_agency
SELECT count(*) FROM (
    SELECT FROM agency a WHERE a.id IN (SELECT record_id FROM data_set_row WHERE data_set_id = %(id)s)
    ORDER BY a.id FOR NO KEY UPDATE
) held

-- name: hold_offering
SELECT count(*) FROM (
    SELECT FROM offering o WHERE o.id IN (SELECT record_id FROM data_set_row WHERE data_set_id = %(id)s)
    ORDER BY o.id FOR UPDATE
) held

-- name: remember_service_point
-- The place as the text of PostGIS, which is exact: as JSON it would be GeoJSON, which is not.
INSERT INTO data_set_undo (data_set_id, record_id, code, name, change, before, served)
SELECT r.data_set_id, p.id, r.code, r.name, r.change, to_jsonb(p) || jsonb_build_object('location', p.location::text),
       (SELECT jsonb_agg(jsonb_build_array(v.id, v.area_code)) FROM area_served v WHERE v.service_point_id = p.id)
FROM data_set_row r JOIN service_point p ON p.id = r.record_id
WHERE r.data_set_id = %(id)s AND r.change IN ('changed', 'gone')

-- name: remember_agency
INSERT INTO data_set_undo (data_set_id, record_id, code, name, change, before, served)
SELECT r.data_set_id, a.id, r.code, r.name, r.change, to_jsonb(a),
       (SELECT jsonb_agg(jsonb_build_array(v.id, v.area_code)) FROM area_served v WHERE v.agency_id = a.id)
FROM data_set_row r JOIN agency a ON a.id = r.record_id
WHERE r.data_set_id = %(id)s AND r.change IN ('changed', 'gone')

-- name: remember_offering
INSERT INTO data_set_undo (data_set_id, record_id, code, name, change, before)
SELECT r.data_set_id, o.id, r.code, r.name, r.change, to_jsonb(o) || jsonb_build_object('location', o.location::text)
FROM data_set_row r JOIN offering o ON o.id = r.record_id
WHERE r.data_set_id = %(id)s AND r.change IN ('changed', 'gone')

-- name: remember_new_service_point
INSERT INTO data_set_undo (data_set_id, record_id, code, name, change)
SELECT r.data_set_id, p.id, r.code, r.name, r.change
FROM data_set_row r JOIN service_point p ON p.code = r.code WHERE r.data_set_id = %(id)s AND r.change = 'new'

-- name: remember_new_agency
INSERT INTO data_set_undo (data_set_id, record_id, code, name, change)
SELECT r.data_set_id, a.id, r.code, r.name, r.change
FROM data_set_row r JOIN agency a ON a.code = r.code WHERE r.data_set_id = %(id)s AND r.change = 'new'

-- name: remember_new_offering
INSERT INTO data_set_undo (data_set_id, record_id, code, name, change)
SELECT r.data_set_id, o.id, r.code, r.name, r.change
FROM data_set_row r
JOIN offering o ON (o.service_point_id, o.procedure_id)
                 = ((r.staged ->> 'service_point_id')::integer, (r.staged ->> 'procedure_id')::integer)
WHERE r.data_set_id = %(id)s AND r.change = 'new'

-- name: take_away_service_point
UPDATE service_point p SET shown = false, updated_at = now(), updated_by = nullif(current_setting('pakmud.who', true), '')
FROM data_set_row r WHERE r.data_set_id = %(id)s AND r.change = 'gone' AND p.id = r.record_id

-- name: take_away_offering
DELETE FROM offering o USING data_set_row r WHERE r.data_set_id = %(id)s AND r.change = 'gone' AND o.id = r.record_id

-- name: left_as_service_point
UPDATE data_set_undo u SET left_as = jsonb_build_object('version', p.version)
FROM service_point p WHERE u.data_set_id = %(id)s AND p.id = u.record_id

-- name: left_as_agency
UPDATE data_set_undo u SET left_as = jsonb_build_object('version', a.version)
FROM agency a WHERE u.data_set_id = %(id)s AND a.id = u.record_id

-- name: left_as_offering
UPDATE data_set_undo u SET left_as = sheet_of_offering(o.own_schedule_id, o.note_th)
FROM offering o WHERE u.data_set_id = %(id)s AND o.id = u.record_id

-- name: tell
CREATE TEMPORARY TABLE told ON COMMIT DROP AS
SELECT u.record_id, u.code, u.name, CASE r.change WHEN 'new' THEN 'add' WHEN 'changed' THEN 'edit' ELSE 'hide' END AS action, r.changes
FROM data_set_row r JOIN data_set_undo u ON u.data_set_id = r.data_set_id AND u.code = r.code
WHERE r.data_set_id = %(id)s AND r.change <> 'unchanged'

-- name: forget
-- Of the data sets that can be rolled back only the latest are kept; the uploaded file has done its work.
WITH older AS (
    SELECT d.id FROM data_set d JOIN data_set mine ON mine.id = %(id)s
    WHERE d.kind = mine.kind AND d.agency_id IS NOT DISTINCT FROM mine.agency_id AND d.state = 'active' AND d.id <> mine.id
    ORDER BY d.activated_at DESC, d.id DESC OFFSET %(kept)s
), undone AS (
    DELETE FROM data_set_undo WHERE data_set_id IN (SELECT id FROM older)
)
DELETE FROM data_set_piece WHERE data_set_id = %(id)s

-- name: moving
-- The id is the service point's own, so that no rule compares it with itself; of a new one, its row's below zero.
CREATE TEMPORARY TABLE moving ON COMMIT DROP AS
SELECT coalesce(p.id, -r.number) AS id, a.id AS agency_id,
       CASE WHEN p.id IS NULL OR r.staged -> 'given' ? 'subdistrict_code' THEN r.staged ->> 'subdistrict_code' ELSE p.subdistrict_code END AS area_code,
       CASE WHEN p.id IS NULL OR r.staged -> 'given' ? 'address_th' THEN r.staged ->> 'address_th' ELSE p.address_th END AS address_th,
       NULL::integer AS decimals, ST_SetSRID(ST_MakePoint(r.lon, r.lat), 4326) AS location, p.location AS previous
FROM data_set_row r
JOIN agency a ON a.id = (r.staged ->> 'agency_id')::integer
LEFT JOIN service_point p ON p.id = r.record_id
WHERE r.data_set_id = %(id)s AND r.moved_m IS NOT NULL

-- name: keep
UPDATE data_set_row r SET findings = f.findings
FROM finding f
WHERE r.data_set_id = %(id)s AND r.moved_m IS NOT NULL AND coalesce(r.record_id, -r.number) = f.pin_id

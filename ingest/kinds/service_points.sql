-- name: stage
CREATE TEMPORARY TABLE staged (
    row integer, code text, agency_id integer, name_th text, name_en text, type text,
    address_th text, subdistrict_code text, postcode text, lon double precision, lat double precision,
    phone text, email text, opening_hours text, hours_note text,
    gecc_level text, no_copy boolean, accessible boolean, languages text[], areas_served text[], given text[]
) ON COMMIT DROP

-- name: analyze
ANALYZE staged

-- name: schedules
INSERT INTO schedule (expression)
SELECT DISTINCT s.opening_hours
FROM staged s
WHERE s.opening_hours IS NOT NULL AND NOT EXISTS (SELECT FROM schedule h WHERE h.expression = s.opening_hours AND h.exceptions = '[]')
ON CONFLICT DO NOTHING

-- name: change
-- `pakmud.who`, set for the transaction, names the person who loads the file; nobody does at the terminal.
WITH wanted AS (
    SELECT p.id, s.agency_id, s.name_th,
           CASE WHEN 'name_en' = ANY (s.given) THEN s.name_en ELSE p.name_en END AS name_en,
           CASE WHEN 'type' = ANY (s.given) THEN s.type ELSE p.type END AS type,
           CASE WHEN 'address_th' = ANY (s.given) THEN s.address_th ELSE p.address_th END AS address_th,
           CASE WHEN 'subdistrict_code' = ANY (s.given) THEN s.subdistrict_code ELSE p.subdistrict_code END AS subdistrict_code,
           CASE WHEN 'postcode' = ANY (s.given) THEN s.postcode ELSE p.postcode END AS postcode,
           CASE WHEN 'phone' = ANY (s.given) THEN s.phone ELSE p.phone END AS phone,
           CASE WHEN 'email' = ANY (s.given) THEN s.email ELSE p.email END AS email,
           CASE WHEN 'opening_hours' = ANY (s.given) THEN h.id ELSE p.schedule_id END AS schedule_id,
           CASE WHEN 'hours_note' = ANY (s.given) THEN s.hours_note ELSE p.hours_note END AS hours_note,
           CASE WHEN 'gecc_level' = ANY (s.given) THEN s.gecc_level ELSE p.gecc_level END AS gecc_level,
           CASE WHEN 'no_copy' = ANY (s.given) THEN s.no_copy ELSE p.no_copy END AS no_copy,
           CASE WHEN 'accessible' = ANY (s.given) THEN s.accessible ELSE p.accessible END AS accessible,
           CASE WHEN 'languages' = ANY (s.given) THEN s.languages ELSE p.languages END AS languages,
           CASE WHEN s.given && '{lat,lon}' THEN ST_SetSRID(ST_MakePoint(s.lon, s.lat), 4326) ELSE p.location END AS location
    FROM staged s JOIN service_point p ON p.code = s.code
    LEFT JOIN schedule h ON h.expression = s.opening_hours AND h.exceptions = '[]'
), told AS (
    -- bytea: a pin moved by a millimetre has moved, although its geometries may count as equal
    SELECT w.*, w.location::bytea IS DISTINCT FROM p.location::bytea AS moved
    FROM wanted w JOIN service_point p ON p.id = w.id
    WHERE (p.agency_id, p.name_th, p.name_en, p.type, p.address_th, p.subdistrict_code, p.postcode, p.phone, p.email,
           p.schedule_id, p.hours_note, p.gecc_level, p.no_copy, p.accessible, p.languages, p.location::bytea)
       IS DISTINCT FROM
          (w.agency_id, w.name_th, w.name_en, w.type, w.address_th, w.subdistrict_code, w.postcode, w.phone, w.email,
           w.schedule_id, w.hours_note, w.gecc_level, w.no_copy, w.accessible, w.languages, w.location::bytea)
       OR p.code IN (SELECT code FROM served_change)
)
UPDATE service_point p SET
    agency_id = t.agency_id, name_th = t.name_th, name_en = t.name_en, type = t.type, address_th = t.address_th,
    subdistrict_code = t.subdistrict_code, postcode = t.postcode, phone = t.phone, email = t.email,
    schedule_id = t.schedule_id, hours_note = t.hours_note, gecc_level = t.gecc_level, no_copy = t.no_copy,
    accessible = t.accessible, languages = t.languages, location = t.location, updated_at = now(), updated_by = nullif(current_setting('pakmud.who', true), ''),
    pin_method = CASE WHEN NOT t.moved THEN p.pin_method WHEN t.location IS NOT NULL THEN 'import' END,
    pinned_at = CASE WHEN NOT t.moved THEN p.pinned_at WHEN t.location IS NOT NULL THEN now() END,
    pinned_by = CASE WHEN NOT t.moved THEN p.pinned_by WHEN t.location IS NOT NULL THEN nullif(current_setting('pakmud.who', true), '') END,
    pin_verified_at = CASE WHEN NOT t.moved THEN p.pin_verified_at END,
    pin_verified_by = CASE WHEN NOT t.moved THEN p.pin_verified_by END
FROM told t
WHERE t.id = p.id

-- name: add
INSERT INTO service_point (code, agency_id, name_th, name_en, type, address_th, subdistrict_code, postcode, phone, email,
                           schedule_id, hours_note, gecc_level, no_copy, accessible, languages, location, pin_method, pinned_at, pinned_by, updated_by)
SELECT s.code, s.agency_id, s.name_th, s.name_en, s.type, s.address_th, s.subdistrict_code, s.postcode, s.phone, s.email,
       h.id, s.hours_note, s.gecc_level, s.no_copy, s.accessible, s.languages, ST_SetSRID(ST_MakePoint(s.lon, s.lat), 4326),
       CASE WHEN s.lon IS NOT NULL THEN 'import' END, CASE WHEN s.lon IS NOT NULL THEN now() END,
       CASE WHEN s.lon IS NOT NULL THEN nullif(current_setting('pakmud.who', true), '') END, nullif(current_setting('pakmud.who', true), '')
FROM staged s LEFT JOIN schedule h ON h.expression = s.opening_hours AND h.exceptions = '[]'
WHERE NOT EXISTS (SELECT FROM service_point p WHERE p.code = s.code)
ORDER BY s.row
ON CONFLICT (code) DO NOTHING

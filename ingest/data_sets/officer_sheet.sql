-- name: service_point
SELECT s.code, a.code AS agency_code, s.name_th, s.name_en, s.type, s.address_th, s.subdistrict_code, s.postcode,
       ST_Y(s.location) AS lat, ST_X(s.location) AS lon, s.phone, s.email, h.expression AS opening_hours, s.hours_note,
       s.gecc_level, s.no_copy, s.accessible, s.languages,
       ARRAY(SELECT area_code FROM area_served v WHERE v.service_point_id = s.id ORDER BY area_code) AS areas_served
FROM service_point s JOIN agency a ON a.id = s.agency_id LEFT JOIN schedule h ON h.id = s.schedule_id
WHERE (:everywhere OR a.path && CAST(:agencies AS integer[])) AND (CAST(:agency AS integer) IS NULL OR CAST(:agency AS integer) = ANY (a.path))
  AND s.shown
ORDER BY s.code

-- name: agency
SELECT a.code, a.level, a.name_th, p.code AS parent_code, a.name_en, a.type, a.subtype, a.category,
       ARRAY(SELECT area_code FROM area_served v WHERE v.agency_id = a.id ORDER BY area_code) AS areas_served
FROM agency a LEFT JOIN agency p ON p.id = a.parent_id
WHERE (:everywhere OR a.path && CAST(:agencies AS integer[])) AND (CAST(:agency AS integer) IS NULL OR CAST(:agency AS integer) = ANY (a.path))
ORDER BY a.code

-- name: offering
SELECT s.code AS service_point_code, p.code AS procedure_code, h.expression AS opening_hours, o.note_th
FROM offering o JOIN service_point s ON s.id = o.service_point_id JOIN procedure p ON p.id = o.procedure_id
JOIN agency a ON a.id = s.agency_id LEFT JOIN schedule h ON h.id = o.own_schedule_id
WHERE (:everywhere OR a.path && CAST(:agencies AS integer[])) AND (CAST(:agency AS integer) IS NULL OR CAST(:agency AS integer) = ANY (a.path))
ORDER BY s.code, p.code

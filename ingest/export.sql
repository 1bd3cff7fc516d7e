-- name: boundaries
SELECT code, level, name_th, name_en, ST_AsBinary(boundary) AS geometry
FROM area WHERE boundary IS NOT NULL ORDER BY code

-- name: agencies
SELECT a.code, p.code AS parent_code, a.level, a.name_th, a.name_en, a.type, a.subtype, a.category,
       ARRAY(SELECT area_code FROM area_served v WHERE v.agency_id = a.id ORDER BY area_code) AS areas_served
FROM agency a LEFT JOIN agency p ON p.id = a.parent_id
ORDER BY a.code

-- name: service_points
SELECT s.code, a.code AS agency_code, s.name_th, s.name_en, s.type, s.address_th, s.subdistrict_code, s.postcode,
       ST_Y(s.location) AS lat, ST_X(s.location) AS lon, s.phone, s.email, h.expression AS opening_hours, s.hours_note,
       s.gecc_level, s.no_copy, s.accessible, s.languages,
       ARRAY(SELECT area_code FROM area_served v WHERE v.service_point_id = s.id ORDER BY area_code) AS areas_served
FROM service_point s JOIN agency a ON a.id = s.agency_id LEFT JOIN schedule h ON h.id = s.schedule_id
ORDER BY s.code

-- name: procedures
SELECT p.code, p.title_th, p.title_en, a.code AS agency_code,
       ARRAY(SELECT name FROM common_name c WHERE c.procedure_id = p.id AND c.language = 'th' ORDER BY position) AS common_names_th,
       coalesce((
           SELECT json_object_agg(kind, names ORDER BY kind)
           FROM (SELECT t.kind, json_agg(t.name_th ORDER BY pt.position) AS names
                 FROM procedure_tag pt JOIN tag t ON t.id = pt.tag_id
                 WHERE pt.procedure_id = p.id GROUP BY t.kind) by_kind
       ), '{}') AS tags,
       p.jurisdiction, m.content AS manual,
       ARRAY(SELECT name FROM common_name c WHERE c.procedure_id = p.id AND c.language = 'en' ORDER BY position) AS common_names_en,
       p.jurisdiction_of, p.kind, p.areas, p.online_url, p.shown, q.code AS merged_into
FROM procedure p JOIN agency a ON a.id = p.agency_id LEFT JOIN procedure q ON q.id = p.merged_into_id LEFT JOIN manual m ON m.procedure_id = p.id
ORDER BY p.code

-- name: any_offering_of_its_own
SELECT EXISTS (SELECT FROM offering WHERE own_schedule_id IS NOT NULL OR note_th IS NOT NULL)

-- name: offerings
SELECT s.code AS service_point_code, p.code AS procedure_code
FROM offering o JOIN service_point s ON s.id = o.service_point_id JOIN procedure p ON p.id = o.procedure_id
ORDER BY s.code, p.code

-- name: offerings_of_their_own
SELECT s.code AS service_point_code, p.code AS procedure_code, h.expression AS opening_hours, o.note_th
FROM offering o JOIN service_point s ON s.id = o.service_point_id JOIN procedure p ON p.id = o.procedure_id
LEFT JOIN schedule h ON h.id = o.own_schedule_id
ORDER BY s.code, p.code

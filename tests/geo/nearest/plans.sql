INSERT INTO agency (code, level, name_th) VALUES ('a', 'ministry', 'ก');
INSERT INTO agency (code, level, name_th, parent_id)
SELECT below.code, 'department', below.code, above.id FROM agency above, (VALUES ('b'), ('c')) AS below (code);
INSERT INTO schedule (expression) VALUES ('Mo-Fr 08:30-16:30'), ('24/7');
INSERT INTO service_point (code, agency_id, name_th, location, pin_method, pinned_at, schedule_id, subdistrict_code, type)
SELECT n, (SELECT id FROM agency WHERE code = CASE WHEN n % 500 = 0 THEN 'b' ELSE 'c' END), n,
       ST_SetSRID(ST_MakePoint(97.5 + random() * 8, 6 + random() * 14), 4326), 'import', now(),
       (SELECT id FROM schedule WHERE expression = CASE WHEN n % 200 = 0 THEN '24/7' ELSE 'Mo-Fr 08:30-16:30' END),
       CASE WHEN n % 400 = 0 THEN '200801' ELSE '100101' END,
       CASE n % 3 WHEN 0 THEN 'โรงเรียน' WHEN 1 THEN 'ห้องสมุด' END
FROM generate_series(1, :points) AS n;
INSERT INTO procedure (code, title_th, agency_id)
SELECT n, n, (SELECT id FROM agency WHERE code = 'a') FROM generate_series(1, :procedures) AS n;
INSERT INTO offering (procedure_id, service_point_id)
SELECT p.id, s.id FROM procedure p, service_point s WHERE (p.id + s.id) % 2 = 0 ORDER BY p.id, s.location

-- The different hours of the service points.
SELECT DISTINCT h.id, h.expression
FROM checked_pin p JOIN service_point s ON s.id = p.id JOIN schedule h ON h.id = s.schedule_id
WHERE h.expression IS NOT NULL

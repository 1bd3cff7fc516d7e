-- {owner} is agency or service_point.
-- name: mark
CREATE TEMPORARY TABLE served_change ON COMMIT DROP AS
SELECT s.code, s.areas_served
FROM staged s LEFT JOIN {owner} o ON o.code = s.code
WHERE 'areas_served' = ANY (s.given)
  AND s.areas_served <> ARRAY(SELECT v.area_code FROM area_served v WHERE v.{owner}_id = o.id ORDER BY v.area_code)

-- name: remove
DELETE FROM area_served v USING served_change c, {owner} o
WHERE o.code = c.code AND v.{owner}_id = o.id AND v.area_code <> ALL (c.areas_served)

-- name: add
INSERT INTO area_served ({owner}_id, area_code)
SELECT o.id, wanted.code
FROM served_change c JOIN {owner} o ON o.code = c.code CROSS JOIN LATERAL unnest(c.areas_served) AS wanted (code)
ORDER BY o.id, wanted.code
ON CONFLICT DO NOTHING

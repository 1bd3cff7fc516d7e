-- Agencies directly below one, or the ministries, each with what it and those below it have.
WITH listed AS (
    SELECT id, code, name_th, name_en FROM agency
    WHERE parent_id IS NOT DISTINCT FROM CAST(:parent_id AS integer) AND code > :after
    ORDER BY code LIMIT :limit
)
SELECT l.code, l.name_th, l.name_en, b.agencies, b.points, b.procedures
FROM listed l
CROSS JOIN LATERAL (
    SELECT count(*) - 1 AS agencies,
        coalesce(sum((SELECT count(*) FROM service_point s WHERE s.agency_id = a.id AND s.shown)), 0)::integer AS points,
        coalesce(sum((SELECT count(*) FROM procedure p WHERE p.agency_id = a.id AND p.shown)), 0)::integer AS procedures
    FROM agency a WHERE a.path @> ARRAY[l.id]
) b
ORDER BY l.code

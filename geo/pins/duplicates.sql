-- Service points near one of nearly the same name, with the same numbers in it: village 3 is not village 4. Of whom
-- somebody said that they are two offices, is not asked again.
WITH reach AS MATERIALIZED (
    SELECT ST_Expand(ST_SetSRID(ST_Extent(location)::geometry, 4326), :near_degrees) AS box FROM checked_pin WHERE plausible
), crowded AS MATERIALIZED (
    -- branches pinned at their head office are another rule's; comparing all their names with all would take hours
    SELECT s.location FROM reach JOIN service_point s ON s.location && reach.box GROUP BY s.location HAVING count(*) > :most
), pair AS MATERIALIZED (
    SELECT p.id, p.location, o.id AS other_id, o.location AS other_location
    FROM checked_pin p JOIN service_point o ON o.location && ST_Expand(p.location, :near_degrees) AND o.id <> p.id AND o.shown
    WHERE p.plausible
      AND p.location NOT IN (SELECT location FROM crowded) AND o.location NOT IN (SELECT location FROM crowded)
), named AS MATERIALIZED (
    SELECT pair.*, split_part(s.folded_names, '|', 1) AS here, split_part(o.folded_names, '|', 1) AS there
    FROM pair JOIN service_point s ON s.id = pair.id JOIN service_point o ON o.id = pair.other_id
), alike AS MATERIALIZED (
    -- what is cheap to compare first: similarity takes a hundred times longer
    SELECT id, other_id, ST_Distance(location::geography, other_location::geography) AS distance_m
    FROM named
    WHERE CASE
        WHEN left(here, 2) <> left(there, 2) THEN false
        WHEN length(here) < length(there) * :similar OR length(there) < length(here) * :similar THEN false
        WHEN regexp_replace(here, '\D', '', 'g') <> regexp_replace(there, '\D', '', 'g') THEN false
        ELSE here = there OR similarity(here, there) >= :similar
    END
)
SELECT DISTINCT ON (a.id) a.id, o.code, o.name_th, o.name_en, a.distance_m
FROM alike a JOIN service_point o ON o.id = a.other_id
WHERE a.distance_m <= :near_m
  AND NOT EXISTS (
      SELECT FROM two_offices t
      WHERE t.service_point_id = least(a.id, a.other_id) AND t.other_id = greatest(a.id, a.other_id)
  )
ORDER BY a.id, a.distance_m, o.id

-- Pins within :near_m of what lists and programs give for the middle of an area: the smallest such area of each.
WITH reach AS MATERIALIZED (
    SELECT ST_Expand(ST_SetSRID(ST_Extent(location)::geometry, 4326), :near_degrees) AS box FROM checked_pin WHERE plausible
), middle AS MATERIALIZED (
    SELECT a.code, a.level, a.name_th, a.name_en, known.location
    FROM reach
    JOIN area a ON a.boundary && reach.box OR a.position && reach.box,
    LATERAL (VALUES (a.position), (ST_Centroid(a.boundary)), (ST_PointOnSurface(a.boundary))) known (location)
    WHERE a.abolished_on IS NULL AND known.location IS NOT NULL
)
SELECT DISTINCT ON (p.id) p.id, m.level, m.name_th, m.name_en
FROM middle m JOIN checked_pin p ON p.location && ST_Expand(m.location, :near_degrees)
WHERE p.plausible AND ST_Distance(p.location::geography, m.location::geography) <= :near_m
ORDER BY p.id, length(m.code) DESC, m.code

-- Pins of one agency at one place that are stated to be in :offices or more subdistricts; not those that are where
-- they are stated to be: one of them is the head office.
WITH place AS MATERIALIZED (
    SELECT DISTINCT agency_id, ST_SnapToGrid(location, :grid) AS place FROM checked_pin WHERE plausible
), crowd AS MATERIALIZED (
    SELECT place.agency_id, place.place, array_agg(DISTINCT o.subdistrict_code) AS area_codes
    FROM place
    JOIN service_point o ON o.location && ST_Expand(place.place, :grid) AND ST_SnapToGrid(o.location, :grid) = place.place
                        AND o.agency_id = place.agency_id
    WHERE o.shown AND o.subdistrict_code IS NOT NULL
    GROUP BY place.agency_id, place.place
    HAVING count(DISTINCT o.subdistrict_code) >= :offices - 1
)
SELECT p.id, areas.count
FROM checked_pin p
JOIN crowd ON crowd.agency_id = p.agency_id AND crowd.place = ST_SnapToGrid(p.location, :grid),
LATERAL (SELECT count(DISTINCT code) AS count FROM unnest(crowd.area_codes || p.area_code) code) areas
WHERE p.plausible AND areas.count >= :offices
  AND NOT EXISTS (SELECT FROM area WHERE code = p.area_code AND ST_Covers(boundary, p.location))

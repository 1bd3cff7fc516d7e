-- Pins that lie outside the area they are stated to be in: how far, from the subdistrict, the district and the
-- province (null where no outline tells). Also those between outlines, where nothing is stated that fits.
WITH part AS MATERIALIZED (
    -- an area that has no outline yet is drawn by the abolished one that it was a part of
    SELECT part.code, whole.boundary
    FROM area whole, unnest(whole.successor_codes) successor JOIN area part ON part.code = successor
    WHERE whole.abolished_on IS NOT NULL AND whole.boundary IS NOT NULL AND part.boundary IS NULL
), stated AS MATERIALIZED (
    SELECT DISTINCT area_code, unnest(area_code || areas_in_force(ARRAY[area_code])) AS code
    FROM (SELECT DISTINCT area_code FROM checked_pin WHERE area_code IS NOT NULL) of_pins
), drawn AS MATERIALIZED (
    -- what can be checked: the area's own outline; else its parts'; else its district's; else its province's
    SELECT area_code, boundary
    FROM (
        SELECT s.area_code, o.boundary, rank() OVER (PARTITION BY s.area_code ORDER BY o.preference) AS rank
        FROM stated s,
        LATERAL (
            SELECT boundary, 1 AS preference FROM area WHERE code = s.code AND boundary IS NOT NULL
            UNION ALL
            SELECT boundary, 1 FROM part WHERE code = s.code
            UNION ALL
            SELECT boundary, 2 FROM area
            WHERE boundary IS NOT NULL AND length(s.code) < 6 AND level = 'subdistrict' AND starts_with(code, s.code)
            UNION ALL
            SELECT boundary, 7 - length(code) FROM area
            WHERE boundary IS NOT NULL AND code IN (left(s.code, 2), left(s.code, 4)) AND code <> s.code
        ) o
    ) ranked
    WHERE rank = 1
), inside AS MATERIALIZED (
    SELECT p.id FROM checked_pin p JOIN drawn d ON d.area_code = p.area_code WHERE p.plausible AND ST_Covers(d.boundary, p.location)
), chain AS MATERIALIZED (
    SELECT area_code, array_agg(DISTINCT left(code, n)) AS codes
    FROM stated, unnest(ARRAY[2, 4, 6]) n WHERE n <= length(code)
    GROUP BY area_code
), suspect AS MATERIALIZED (
    SELECT p.id, p.area_code, p.location, chain.codes
    FROM checked_pin p LEFT JOIN chain ON chain.area_code = p.area_code
    WHERE p.plausible AND (coalesce(length(p.area_code) < 6, true) OR p.id NOT IN (SELECT id FROM inside))
), judged AS (
    -- whoever is near the subdistrict is as near to its province, though only a part of that may be drawn
    SELECT s.id, s.area_code, s.location, far.subdistrict_m,
           CASE WHEN far.district_m IS NOT NULL THEN least(far.district_m, far.subdistrict_m) END AS district_m,
           CASE WHEN far.province_m IS NOT NULL THEN least(far.province_m, far.district_m, far.subdistrict_m) END AS province_m
    FROM suspect s,
    LATERAL (
        SELECT min(metres) FILTER (WHERE length(level.code) = 2) AS province_m,
               min(metres) FILTER (WHERE length(level.code) = 4) AS district_m,
               min(metres) FILTER (WHERE length(level.code) = 6) AS subdistrict_m
        FROM unnest(s.codes) level (code),
        LATERAL (
            SELECT boundary FROM area WHERE code = level.code AND boundary IS NOT NULL
            UNION ALL
            SELECT boundary FROM part WHERE code = level.code
            UNION ALL
            (
                SELECT boundary FROM area
                WHERE boundary IS NOT NULL AND level = 'subdistrict' AND length(level.code) < 6 AND starts_with(code, level.code)
                  AND NOT EXISTS (SELECT FROM area own WHERE own.code = level.code AND own.boundary IS NOT NULL)
                ORDER BY ST_Distance(boundary, s.location)
                LIMIT 1
            )
        ) o,
        -- To the point that is closest in degrees: at most some hundredths too far, and a hundred times faster.
        LATERAL (SELECT ST_Distance(ST_ClosestPoint(o.boundary, s.location)::geography, s.location::geography) AS metres) d
    ) far
)
SELECT id, area_code, ST_X(location) AS lon, ST_Y(location) AS lat, province_m, district_m, subdistrict_m
FROM judged
WHERE greatest(province_m, district_m, subdistrict_m) > :tolerance_m
   OR coalesce(length(area_code) < 6, true)
      AND EXISTS (SELECT FROM area WHERE level = 'subdistrict' AND boundary IS NOT NULL)
      AND NOT EXISTS (SELECT FROM area WHERE level = 'subdistrict' AND ST_Covers(boundary, location))

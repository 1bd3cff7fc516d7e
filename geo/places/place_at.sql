-- What may be at each of the positions, the surest first: outlines that hold it, the smallest areas only; else the
-- nearest outline; else the nearest centre. An abolished area's outline counts: its successors may have none yet.
SELECT here.number, found.*
FROM unnest(CAST(:lons AS float8[]), CAST(:lats AS float8[])) WITH ORDINALITY AS typed (lon, lat, number),
LATERAL (SELECT typed.number, ST_SetSRID(ST_MakePoint(typed.lon, typed.lat), 4326) AS point) here,
LATERAL (
    WITH holding AS MATERIALIZED (
        SELECT code, boundary FROM area WHERE ST_Covers(boundary, here.point)
    ), smallest AS (
        SELECT coalesce(max(length(code)), 0) AS length, coalesce(max(code), '') AS code FROM holding
    ), near_outline AS (
        SELECT code, ST_Distance(boundary::geography, here.point::geography) AS distance_m
        FROM (
            SELECT code, boundary FROM area
            WHERE boundary IS NOT NULL AND level = 'subdistrict'
            ORDER BY boundary <-> here.point
            LIMIT 4
        ) candidate
        WHERE (SELECT length FROM smallest) < 6
        ORDER BY distance_m, code
        LIMIT 1
    ), near_centre AS (
        SELECT code, ST_Distance(position::geography, here.point::geography) AS distance_m
        FROM (
            SELECT code, position FROM area
            WHERE position IS NOT NULL AND abolished_on IS NULL AND level = 'subdistrict'
              AND starts_with(code, (SELECT code FROM smallest))
            ORDER BY position <-> here.point
            LIMIT 4
        ) candidate
        WHERE (SELECT length FROM smallest) < 6
        ORDER BY distance_m, code
        LIMIT 1
    )
    SELECT 1 AS rank, 'outline' AS by, code, 0.0 AS distance_m,
           ST_Distance(ST_Boundary(boundary)::geography, here.point::geography) AS border_m
    FROM holding WHERE length(code) = 6
    UNION ALL
    SELECT 2, 'outline', code, distance_m, NULL FROM near_outline WHERE distance_m <= :outline_m
    UNION ALL
    SELECT 3, 'centre', code, distance_m, NULL FROM near_centre WHERE distance_m <= :centre_m
    UNION ALL
    -- no subdistrict is known around here: then the district or the province
    SELECT 4, 'outline', code, 0.0, ST_Distance(ST_Boundary(boundary)::geography, here.point::geography)
    FROM holding, (SELECT length FROM smallest) level WHERE length(code) = level.length AND level.length < 6
) found
ORDER BY here.number, found.rank, found.code

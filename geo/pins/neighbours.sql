-- Shown service points around the pin of :code, around the one before, and those whose findings name it.
WITH place AS MATERIALIZED (
    SELECT location FROM service_point WHERE code = :code AND location IS NOT NULL
    UNION
    -- empty until a pin moves, and then with the present one
    (SELECT h.location
     FROM pin_history h JOIN service_point s ON s.id = h.service_point_id
     WHERE s.code = :code AND h.location IS NOT NULL
     ORDER BY h.id DESC
     LIMIT 2)
), near AS (
    SELECT beside.code
    FROM place,
    LATERAL (
        SELECT o.code
        FROM service_point o
        WHERE o.shown AND o.location && ST_Expand(place.location, :near_degrees)
        ORDER BY o.location <-> place.location, o.id
        LIMIT :most
    ) beside
), named AS (
    SELECT o.code
    FROM pin_finding f JOIN service_point o ON o.id = f.service_point_id
    WHERE f.other_code = :code
    ORDER BY o.id
    LIMIT :most
)
SELECT code FROM near WHERE code <> :code
UNION
SELECT code FROM named WHERE code <> :code

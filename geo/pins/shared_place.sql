-- Pins within :near_m of another agency's, where the addresses do not name the same building: an example of each.
-- Places that an agency pinned more than once are looked at once: all branches may have their head office's pin.
WITH spot AS MATERIALIZED (
    SELECT agency_id, location FROM checked_pin WHERE plausible GROUP BY agency_id, location
), met AS MATERIALIZED (
    SELECT spot.agency_id, spot.location, other.*
    FROM spot,
    LATERAL (
        SELECT o.id AS other_id, ST_Distance(o.location::geography, spot.location::geography) AS distance_m
        FROM service_point o
        WHERE o.shown AND o.location && ST_Expand(spot.location, :near_degrees) AND o.agency_id IS DISTINCT FROM spot.agency_id
        ORDER BY o.location <-> spot.location, o.id
        LIMIT :most
    ) other
    WHERE other.distance_m <= :near_m
)
SELECT DISTINCT ON (p.id) p.id, o.code, o.name_th, o.name_en, a.name_th AS agency_th, a.name_en AS agency_en, met.distance_m
FROM checked_pin p
JOIN met ON met.location = p.location AND met.agency_id IS NOT DISTINCT FROM p.agency_id
JOIN service_point o ON o.id = met.other_id AND o.id <> p.id
JOIN agency a ON a.id = o.agency_id,
LATERAL (SELECT building_of(p.address_th) AS here, building_of(o.address_th) AS there) named
WHERE p.plausible AND (named.here <> named.there OR num_nulls(named.here, named.there) > 0)
ORDER BY p.id, met.distance_m, o.id

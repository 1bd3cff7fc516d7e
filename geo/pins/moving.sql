-- Pins that are about to move further than :far_m.
SELECT p.id, moved.distance_m, ST_X(p.previous) AS lon, ST_Y(p.previous) AS lat
FROM checked_pin p, LATERAL (SELECT ST_Distance(p.location::geography, p.previous::geography) AS distance_m) moved
WHERE p.plausible AND p.previous IS NOT NULL AND moved.distance_m > :far_m

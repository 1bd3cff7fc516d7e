-- Pins of which both numbers are multiples of a step: whole hundredths or thousandths of a degree, whole minutes of
-- arc or tenths of them (the coarsest first). How many decimals were typed goes before what the numbers look like.
WITH step (degrees, slack) AS (
    VALUES (1.0::float8, 5e-7), (0.1, 5e-7), (1 / 60.0, 5e-6), (0.01, 5e-7), (1 / 600.0, 5e-6), (0.001, 5e-7)
)
SELECT p.id, ST_X(p.location) AS lon, ST_Y(p.location) AS lat, rounded.degrees
FROM checked_pin p,
LATERAL (
    SELECT max(s.degrees) AS degrees
    FROM step s
    WHERE abs(ST_X(p.location) - round(ST_X(p.location) / s.degrees) * s.degrees) < s.slack
      AND abs(ST_Y(p.location) - round(ST_Y(p.location) / s.degrees) * s.degrees) < s.slack
) seen,
LATERAL (SELECT CASE WHEN p.decimals IS NULL THEN seen.degrees WHEN p.decimals < :fewest THEN power(10.0, -p.decimals) END AS degrees) rounded
WHERE p.plausible AND rounded.degrees IS NOT NULL

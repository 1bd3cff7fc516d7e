-- Pins outside the box around Thailand.
SELECT id, ST_X(location) AS lon, ST_Y(location) AS lat FROM checked_pin WHERE location IS NOT NULL AND NOT plausible

-- Where a service point stands on web maps: on the square of the web Mercator world, 2^31 units a side (2 cm at the
-- equator), x to the east and y to the south. A cell of a grid is then a shift of the bits (geo/map_view.py).
CREATE FUNCTION map_x(lon double precision) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN least(floor((lon / 360 + 0.5) * 2147483648), 2147483647)::integer;

-- Null beyond the ends of such maps.
CREATE FUNCTION map_y(lat double precision) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN lat BETWEEN -85.051128779 AND 85.051128779
                THEN floor((0.5 - asinh(tan(radians(lat))) / (2 * pi())) * 2147483648)::integer END;

-- Null where it may not be found, too. Columns, not expressions of an index: an index alone answers only about columns.
ALTER TABLE service_point
    ADD COLUMN map_x integer GENERATED ALWAYS AS (CASE WHEN shown THEN map_x(ST_X(location)) END) STORED,
    ADD COLUMN map_y integer GENERATED ALWAYS AS (CASE WHEN shown THEN map_y(ST_Y(location)) END) STORED;
CREATE INDEX service_point_map ON service_point (map_x, map_y)
    INCLUDE (id) WHERE map_x IS NOT NULL AND map_y IS NOT NULL;  -- used by geo/map_view.py: all points of a view

-- The hot table repeats them: to join what nine in ten of all service points offer takes three times as long.
ALTER TABLE offering ADD COLUMN map_x integer, ADD COLUMN map_y integer;
CREATE OR REPLACE FUNCTION offering_repeats_its_service_point() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    point_schedule_id integer;
BEGIN
    SELECT s.agency_id, s.effective_schedule_id, findable_location(s.location, s.shown), s.map_x, s.map_y
    INTO NEW.agency_id, point_schedule_id, NEW.location, NEW.map_x, NEW.map_y
    FROM service_point s
    WHERE s.id = NEW.service_point_id
    FOR SHARE;  -- or a pin moved at this very moment would leave the old place here
    NEW.schedule_id := CASE
        WHEN NEW.own_schedule_id IS NULL THEN point_schedule_id
        ELSE schedule_with_exceptions(NEW.own_schedule_id, NEW.service_point_id)
    END;
    NEW.hours_class := coalesce((SELECT h.hours_class FROM schedule h WHERE h.id = NEW.schedule_id), 0);
    RETURN NEW;
END $$;
ALTER TABLE offering DISABLE TRIGGER USER;
UPDATE offering o SET map_x = s.map_x, map_y = s.map_y FROM service_point s WHERE s.id = o.service_point_id AND s.map_x IS NOT NULL;
ALTER TABLE offering ENABLE TRIGGER USER;
CREATE INDEX offering_map ON offering (procedure_id, map_x, map_y)
    INCLUDE (service_point_id) WHERE map_x IS NOT NULL AND map_y IS NOT NULL;  -- used by geo/map_view.py: those of a view that offer it

-- Areas: DOPA's provinces, districts and subdistricts, in force and abolished.
CREATE TABLE area (
    code text PRIMARY KEY CHECK (code ~ '^([0-9]{2}){1,3}$'),
    level text NOT NULL CHECK (level = (ARRAY['province', 'district', 'subdistrict'])[length(code) / 2]),
    parent_code text,
    name_th text NOT NULL,
    name_en text,
    postcodes text[] NOT NULL DEFAULT '{}',
    abolished_on date,
    successor_codes text[] NOT NULL DEFAULT '{}',
    centre geometry(Point, 4326),
    boundary geometry(MultiPolygon, 4326)
);
CREATE INDEX area_parent ON area (parent_code, code);  -- used by geo/areas.py: the lists to pick from
CREATE INDEX area_boundary ON area USING gist (boundary) WHERE boundary IS NOT NULL;  -- used by geo/areas.py: which area holds a position

CREATE TABLE agency (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code text NOT NULL UNIQUE,
    parent_id integer REFERENCES agency CHECK (parent_id <> id),
    level text NOT NULL CHECK (level IN ('ministry', 'department', 'agency')),
    name_th text NOT NULL,
    name_en text
);
CREATE INDEX agency_parent ON agency (parent_id);  -- used by foreign key checks and walks down the tree

CREATE TABLE schedule (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    expression text NOT NULL UNIQUE
);

CREATE TABLE service_point (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code text NOT NULL UNIQUE,
    agency_id integer NOT NULL REFERENCES agency,
    name_th text NOT NULL,
    name_en text,
    type text,
    address_th text,
    subdistrict_code text REFERENCES area,
    postcode text,
    phone text,
    email text,
    schedule_id integer REFERENCES schedule,
    hours_note text,
    shown boolean NOT NULL DEFAULT true,
    location geometry(Point, 4326),
    pin_method text CHECK (pin_method IN ('import', 'map', 'gps', 'typed', 'demo')),
    pinned_at timestamptz,
    pinned_by text,
    pin_verified_at timestamptz,
    pin_verified_by text,
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pinned_as_a_whole CHECK (num_nulls(location, pin_method, pinned_at) IN (0, 3)),
    CONSTRAINT pin_on_earth CHECK (location IS NULL OR (ST_X(location) BETWEEN -180 AND 180 AND ST_Y(location) BETWEEN -90 AND 90))
);
CREATE INDEX service_point_agency ON service_point (agency_id);  -- used by foreign key checks and the agency's list
CREATE INDEX service_point_subdistrict ON service_point (subdistrict_code);  -- used by foreign key checks and area lists

CREATE TABLE procedure (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code text NOT NULL UNIQUE,
    title_th text NOT NULL,
    title_en text,
    agency_id integer NOT NULL REFERENCES agency,
    jurisdiction text NOT NULL DEFAULT 'anywhere' CHECK (jurisdiction IN ('anywhere', 'province', 'district', 'subdistrict')),
    jurisdiction_of text NOT NULL DEFAULT 'home' CHECK (jurisdiction_of IN ('home', 'land', 'building', 'business')),
    shown boolean NOT NULL DEFAULT true,
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX procedure_agency ON procedure (agency_id);  -- used by foreign key checks

CREATE TABLE common_name (
    procedure_id integer NOT NULL REFERENCES procedure ON DELETE CASCADE,
    language text NOT NULL CHECK (language IN ('th', 'en')),
    name text NOT NULL,
    position integer NOT NULL,
    PRIMARY KEY (procedure_id, language, name)
);

CREATE TABLE tag (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('category', 'user_group', 'free')),
    name_th text NOT NULL,
    UNIQUE (kind, name_th)
);
CREATE TABLE procedure_tag (
    procedure_id integer NOT NULL REFERENCES procedure ON DELETE CASCADE,
    tag_id integer NOT NULL REFERENCES tag,
    position integer NOT NULL,
    PRIMARY KEY (procedure_id, tag_id)
);
CREATE INDEX procedure_tag_tag ON procedure_tag (tag_id);  -- used by foreign key checks

CREATE TABLE manual (
    procedure_id integer PRIMARY KEY REFERENCES procedure ON DELETE CASCADE,
    content jsonb NOT NULL,
    published_at timestamptz NOT NULL DEFAULT now()
);

-- The hot table: what the nearest search reads, with the service point's own columns repeated (kept true below).
CREATE TABLE offering (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    procedure_id integer NOT NULL REFERENCES procedure,
    service_point_id integer NOT NULL REFERENCES service_point,
    own_schedule_id integer REFERENCES schedule,
    note_th text,
    agency_id integer NOT NULL,
    schedule_id integer,
    location geometry(PointZ, 4978),
    UNIQUE (service_point_id, procedure_id)  -- used by the triggers below and by a service point's page
);
CREATE INDEX offering_nearest ON offering
    USING gist (procedure_id gist_int4_ops, location gist_geometry_ops_nd)
    WHERE location IS NOT NULL;  -- used by geo/nearest.py

-- The pin in earth-centred metres, or null where the service point may not be found.
CREATE FUNCTION findable_location(location geometry, shown boolean) RETURNS geometry
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN shown THEN ST_Transform(ST_Force3DZ(location), 4978) END;

CREATE FUNCTION offering_repeats_its_service_point() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT s.agency_id, coalesce(NEW.own_schedule_id, s.schedule_id), findable_location(s.location, s.shown)
    INTO NEW.agency_id, NEW.schedule_id, NEW.location
    FROM service_point s
    WHERE s.id = NEW.service_point_id
    FOR SHARE;  -- or a pin moved at this very moment would leave the old place here
    RETURN NEW;
END $$;
CREATE TRIGGER offering_repeats_its_service_point
    BEFORE INSERT OR UPDATE ON offering
    FOR EACH ROW EXECUTE FUNCTION offering_repeats_its_service_point();

CREATE FUNCTION service_point_tells_its_offerings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The trigger on offering fills in the new values; here it is only told which rows to look at again.
    UPDATE offering o SET procedure_id = o.procedure_id
    FROM after_change a JOIN before_change b ON b.id = a.id
    WHERE o.service_point_id = a.id
      AND ((a.agency_id, a.schedule_id, a.shown) IS DISTINCT FROM (b.agency_id, b.schedule_id, b.shown)
           OR a.location::bytea IS DISTINCT FROM b.location::bytea);
    RETURN NULL;
END $$;
CREATE TRIGGER service_point_tells_its_offerings
    AFTER UPDATE ON service_point
    REFERENCING OLD TABLE AS before_change NEW TABLE AS after_change
    FOR EACH STATEMENT EXECUTE FUNCTION service_point_tells_its_offerings();

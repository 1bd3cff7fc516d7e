-- How unusual a schedule's hours are, so that nights and Sundays can be searched among the few that open then.
-- 0: open on Mo-Fr between 05:00 and 22:00 at most, and never on a holiday. 1: on any day, between 05:00 and 22:00.
-- 2: whatever else. An expression that is not understood at a glance is 2, which costs a little time and nothing more.
CREATE FUNCTION hours_class(expression text) RETURNS smallint
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    plain CONSTANT text := regexp_replace(expression, '"[^"]*"', '', 'g');
    span CONSTANT text := '([01]\d|2[0-2]):[0-5]\d-([01]\d|2[0-2]):[0-5]\d';
    spans CONSTANT text := '(off|closed|' || span || '( *, *' || span || ')*) *';
    workdays CONSTANT text := '(Mo(-(Tu|We|Th|Fr))?|Tu(-(We|Th|Fr))?|We(-(Th|Fr))?|Th(-Fr)?|Fr)';
    days CONSTANT text := '(Mo|Tu|We|Th|Fr|Sa|Su|PH)([-,](Mo|Tu|We|Th|Fr|Sa|Su|PH))*';
BEGIN
    IF expression IS NULL THEN
        RETURN 0;  -- unknown hours are never open
    ELSIF EXISTS (
        SELECT FROM regexp_matches(plain, '(\d\d:\d\d)-(\d\d:\d\d)', 'g') AS bounds
        WHERE bounds[1] < '05:00' OR bounds[1] >= bounds[2] OR bounds[2] > '22:00'
    ) THEN
        RETURN 2;
    ELSIF plain ~ ('^(' || workdays || '(,' || workdays || ')* ' || spans || '; *)+PH (off|closed) *$') THEN
        RETURN 0;
    ELSIF plain ~ ('^(' || days || ' )?' || spans || '(; *(' || days || ' )?' || spans || ')*$') THEN
        RETURN 1;
    END IF;
    RETURN 2;
END $$;

CREATE FUNCTION hours_class(expression text, exceptions jsonb) RETURNS smallint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN exceptions = '[]' THEN hours_class(expression)
        -- An exception may open on a day that its own expression knows nothing of holidays about: never class 0.
        ELSE greatest(hours_class(expression), 1::smallint,
                      (SELECT max(hours_class(one ->> 'expression')) FROM jsonb_array_elements(exceptions) AS one))
    END;

-- A schedule is an expression with the dated exceptions of a service point; most have none and are shared by many.
-- A row is never changed: searches remember what a schedule's id stands for.
ALTER TABLE schedule
    ALTER COLUMN expression DROP NOT NULL,
    DROP CONSTRAINT schedule_expression_key,
    ADD COLUMN exceptions jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN hours_class smallint NOT NULL GENERATED ALWAYS AS (hours_class(expression, exceptions)) STORED,
    ADD CONSTRAINT schedule_says_something CHECK (expression IS NOT NULL OR exceptions <> '[]');
CREATE UNIQUE INDEX schedule_content ON schedule (md5(coalesce('=' || expression, '') || chr(10) || exceptions::text));  -- one row for each content

CREATE FUNCTION schedule_is_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a schedule is never changed: add another';
END $$;
CREATE TRIGGER schedule_is_never_changed BEFORE UPDATE OF expression, exceptions ON schedule
    FOR EACH ROW WHEN ((OLD.expression, OLD.exceptions) IS DISTINCT FROM (NEW.expression, NEW.exceptions))
    EXECUTE FUNCTION schedule_is_never_changed();

-- Closed from .. to .., or other hours meanwhile: what goes before all other hours of a service point.
CREATE TABLE temporary_hours (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    service_point_id integer NOT NULL REFERENCES service_point ON DELETE CASCADE,
    during tstzrange NOT NULL CHECK (NOT isempty(during) AND lower_inc(during) AND NOT upper_inc(during)),
    expression text NOT NULL,
    note_th text,
    note_en text,
    CONSTRAINT temporary_hours_are_of_our_times
        CHECK (coalesce(lower(during) >= '1900-01-01', false) AND (upper_inf(during) OR upper(during) < '9000-01-01')),
    EXCLUDE USING gist (service_point_id WITH =, during WITH &&)  -- used by the functions below
);

CREATE FUNCTION schedule_with_exceptions(base_id integer, point_id integer) RETURNS integer LANGUAGE plpgsql
    SET timezone = 'Asia/Bangkok'  -- or the same instants would be written in other ways, as another schedule
AS $$
DECLARE
    base_expression text;
    found_exceptions jsonb;
    found_id integer;
BEGIN
    SELECT jsonb_agg(jsonb_build_object('from', lower(t.during), 'until', upper(t.during), 'expression', t.expression,
                                        'note_th', t.note_th, 'note_en', t.note_en) ORDER BY t.during)
    INTO found_exceptions
    FROM temporary_hours t WHERE t.service_point_id = point_id;
    IF found_exceptions IS NULL THEN
        RETURN base_id;
    END IF;
    SELECT s.expression INTO base_expression FROM schedule s WHERE s.id = base_id;
    LOOP
        SELECT s.id INTO found_id FROM schedule s
        WHERE md5(coalesce('=' || s.expression, '') || chr(10) || s.exceptions::text)
            = md5(coalesce('=' || base_expression, '') || chr(10) || found_exceptions::text);
        IF found_id IS NOT NULL THEN
            RETURN found_id;
        END IF;
        INSERT INTO schedule (expression, exceptions) VALUES (base_expression, found_exceptions)
        ON CONFLICT DO NOTHING RETURNING id INTO found_id;
        IF found_id IS NOT NULL THEN
            RETURN found_id;
        END IF;
    END LOOP;
END $$;

-- Days on which offices close although the computed calendar has them open, and the other way round.
CREATE TABLE holiday (
    day date PRIMARY KEY,
    closed boolean NOT NULL,
    name_th text NOT NULL,
    name_en text,
    source text NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE SEQUENCE calendar_version;  -- not "plus one": a version that was rolled back must not come again with other holidays
CREATE TABLE calendar (version bigint NOT NULL);  -- one row; searches compare it with what they remember
INSERT INTO calendar VALUES (nextval('calendar_version'));
CREATE FUNCTION holiday_changes_the_calendar() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE calendar SET version = nextval('calendar_version');
    RETURN NULL;
END $$;
CREATE TRIGGER holiday_changes_the_calendar AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON holiday
    FOR EACH STATEMENT EXECUTE FUNCTION holiday_changes_the_calendar();

-- The agency tree: `path` leads from the root to the agency itself.
ALTER TABLE agency ADD COLUMN path integer[];
UPDATE agency SET path = ARRAY[id] WHERE parent_id IS NULL;
DO $$
BEGIN
    LOOP
        UPDATE agency child SET path = parent.path || child.id
        FROM agency parent
        WHERE parent.id = child.parent_id AND parent.path IS NOT NULL AND child.path IS NULL;
        EXIT WHEN NOT FOUND;
    END LOOP;
END $$;
ALTER TABLE agency ALTER COLUMN path SET NOT NULL;
CREATE INDEX agency_path ON agency USING gin (path);  -- used by geo/nearest/filters.py: an agency and all below it
CREATE FUNCTION agency_knows_its_path() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.path := coalesce((SELECT parent.path FROM agency parent WHERE parent.id = NEW.parent_id), '{}') || NEW.id;
    IF TG_OP = 'UPDATE' AND NEW.parent_id IS NOT NULL AND NEW.id = ANY (NEW.path[:cardinality(NEW.path) - 1]) THEN
        RAISE EXCEPTION 'agency % would stand below itself', NEW.code USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER agency_knows_its_path BEFORE INSERT OR UPDATE OF parent_id ON agency
    FOR EACH ROW EXECUTE FUNCTION agency_knows_its_path();
CREATE FUNCTION agency_moves_its_branch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM after_change a JOIN before_change b ON b.id = a.id WHERE a.path <> b.path) THEN
        RETURN NULL;  -- or this trigger would call itself for ever
    END IF;
    UPDATE agency child SET parent_id = child.parent_id
    FROM after_change a JOIN before_change b ON b.id = a.id
    WHERE child.parent_id = a.id AND a.path <> b.path;
    RETURN NULL;
END $$;
CREATE TRIGGER agency_moves_its_branch AFTER UPDATE ON agency
    REFERENCING OLD TABLE AS before_change NEW TABLE AS after_change
    FOR EACH STATEMENT EXECUTE FUNCTION agency_moves_its_branch();
-- What kinds of offices there are, and the area that each serves where nobody says otherwise.
CREATE TABLE service_point_type (
    name_th text PRIMARY KEY,
    name_en text NOT NULL,
    serves text CHECK (serves IN ('province', 'district', 'subdistrict'))
);

-- Areas served, by an agency's service points or by one: what goes before the area that the type implies.
CREATE TABLE area_served (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agency_id integer REFERENCES agency ON DELETE CASCADE,
    service_point_id integer REFERENCES service_point ON DELETE CASCADE,
    area_code text NOT NULL REFERENCES area,
    CONSTRAINT served_by_one CHECK (num_nonnulls(agency_id, service_point_id) = 1),
    UNIQUE NULLS NOT DISTINCT (service_point_id, agency_id, area_code)  -- used by areas_served
);
CREATE INDEX area_served_agency ON area_served (agency_id) WHERE agency_id IS NOT NULL;  -- used by areas_served

-- The area in force, or the areas that took the place of an abolished one.
CREATE FUNCTION areas_in_force(codes text[]) RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    WITH RECURSIVE followed AS (
        SELECT unnest(codes) AS code
        UNION
        SELECT unnest(a.successor_codes) FROM followed f JOIN area a ON a.code = f.code AND a.abolished_on IS NOT NULL
    )
    SELECT array_agg(f.code ORDER BY f.code)
    FROM followed f LEFT JOIN area a ON a.code = f.code
    WHERE a.abolished_on IS NULL OR a.successor_codes = '{}'
$$;

ALTER TABLE service_point
    ADD COLUMN gecc_level text NOT NULL DEFAULT 'none' CHECK (gecc_level IN ('none', 'basic', 'intermediate', 'advanced')),
    ADD COLUMN no_copy boolean NOT NULL DEFAULT false,
    ADD COLUMN accessible boolean,
    ADD COLUMN languages text[] NOT NULL DEFAULT '{}' CHECK (array_to_string(languages, ' ') ~ '^([a-z]{2,3}( |$))*$'),
    ADD COLUMN effective_schedule_id integer REFERENCES schedule,
    ADD COLUMN serves text[],
    ADD COLUMN json text;

-- The areas a service point serves, as codes in force; null where neither anybody nor its type says.
CREATE FUNCTION areas_served(point service_point) RETURNS text[] LANGUAGE plpgsql STABLE AS $$
DECLARE
    codes text[];
BEGIN
    SELECT array_agg(area_code) INTO codes FROM area_served WHERE service_point_id = point.id;
    IF codes IS NULL THEN
        SELECT array_agg(area_code) INTO codes FROM area_served WHERE agency_id = point.agency_id;
    END IF;
    IF codes IS NULL THEN
        SELECT ARRAY[left(point.subdistrict_code, 2 * array_position(ARRAY['province', 'district', 'subdistrict'], t.serves))]
        INTO codes FROM service_point_type t WHERE t.name_th = point.type AND t.serves IS NOT NULL AND point.subdistrict_code IS NOT NULL;
    END IF;
    IF codes IS NOT NULL AND EXISTS (SELECT FROM area WHERE code = ANY (codes) AND abolished_on IS NOT NULL) THEN
        RETURN areas_in_force(codes);
    END IF;
    RETURN (SELECT array_agg(code ORDER BY code) FROM unnest(codes) AS code);
END $$;

-- The part of an answer that is the same whoever asks; the search adds distance and opening.
-- Kept the same as `ServicePointShape` in api/v1/service_points.py, which a test compares.
CREATE FUNCTION service_point_json(point service_point) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT json_build_object(
        'code', point.code, 'name_th', point.name_th, 'name_en', point.name_en, 'type', point.type,
        'agency', json_build_object('code', a.code, 'name_th', a.name_th, 'name_en', a.name_en),
        'address_th', point.address_th, 'subdistrict_code', point.subdistrict_code, 'postcode', point.postcode,
        'phone', point.phone, 'email', point.email, 'hours_note', point.hours_note,
        'gecc_level', point.gecc_level, 'no_copy', point.no_copy, 'accessible', point.accessible, 'languages', point.languages,
        'serves', point.serves, 'synthetic', coalesce(point.pin_method = 'demo', false),
        'lat', ST_Y(point.location), 'lon', ST_X(point.location)
    )::text
    FROM agency a WHERE a.id = point.agency_id
$$;

CREATE FUNCTION service_point_is_made_ready() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.effective_schedule_id := CASE WHEN TG_OP = 'INSERT' THEN NEW.schedule_id ELSE schedule_with_exceptions(NEW.schedule_id, NEW.id) END;
    NEW.serves := areas_served(NEW);
    NEW.json := service_point_json(NEW);
    RETURN NEW;
END $$;
CREATE TRIGGER service_point_is_made_ready BEFORE INSERT OR UPDATE ON service_point
    FOR EACH ROW EXECUTE FUNCTION service_point_is_made_ready();

-- Whatever a service point is made ready from tells it to look again.
CREATE FUNCTION agency_tells_its_service_points() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE service_point s SET json = NULL
    FROM after_change a JOIN before_change b ON b.id = a.id
    WHERE s.agency_id = a.id AND (a.code, a.name_th, a.name_en) IS DISTINCT FROM (b.code, b.name_th, b.name_en);
    RETURN NULL;
END $$;
CREATE TRIGGER agency_tells_its_service_points AFTER UPDATE ON agency
    REFERENCING OLD TABLE AS before_change NEW TABLE AS after_change
    FOR EACH STATEMENT EXECUTE FUNCTION agency_tells_its_service_points();

CREATE FUNCTION served_areas_tell_service_points() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        UPDATE service_point SET serves = NULL
        WHERE id IN (SELECT service_point_id FROM before_change) OR agency_id IN (SELECT agency_id FROM before_change);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        UPDATE service_point SET serves = NULL
        WHERE id IN (SELECT service_point_id FROM after_change) OR agency_id IN (SELECT agency_id FROM after_change);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER served_areas_tell_service_points_of_new AFTER INSERT ON area_served
    REFERENCING NEW TABLE AS after_change FOR EACH STATEMENT EXECUTE FUNCTION served_areas_tell_service_points();
CREATE TRIGGER served_areas_tell_service_points_of_changed AFTER UPDATE ON area_served
    REFERENCING OLD TABLE AS before_change NEW TABLE AS after_change
    FOR EACH STATEMENT EXECUTE FUNCTION served_areas_tell_service_points();
CREATE TRIGGER served_areas_tell_service_points_of_old AFTER DELETE ON area_served
    REFERENCING OLD TABLE AS before_change FOR EACH STATEMENT EXECUTE FUNCTION served_areas_tell_service_points();

CREATE FUNCTION types_tell_service_points() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE service_point SET serves = NULL WHERE type IN (SELECT name_th FROM after_change);
    RETURN NULL;
END $$;
CREATE TRIGGER types_tell_service_points_of_new AFTER INSERT ON service_point_type
    REFERENCING NEW TABLE AS after_change FOR EACH STATEMENT EXECUTE FUNCTION types_tell_service_points();
CREATE TRIGGER types_tell_service_points_of_old AFTER DELETE ON service_point_type
    REFERENCING OLD TABLE AS after_change FOR EACH STATEMENT EXECUTE FUNCTION types_tell_service_points();
CREATE TRIGGER types_tell_service_points_of_changed AFTER UPDATE ON service_point_type
    REFERENCING NEW TABLE AS after_change FOR EACH STATEMENT EXECUTE FUNCTION types_tell_service_points();

CREATE FUNCTION abolished_areas_tell_service_points() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE service_point s SET serves = NULL
    FROM after_change a JOIN before_change b ON b.code = a.code
    WHERE s.serves && (a.code || b.successor_codes)  -- the area itself, or what stands for it since it was abolished
      AND (a.abolished_on, a.successor_codes) IS DISTINCT FROM (b.abolished_on, b.successor_codes);
    RETURN NULL;
END $$;
CREATE TRIGGER abolished_areas_tell_service_points AFTER UPDATE ON area
    REFERENCING OLD TABLE AS before_change NEW TABLE AS after_change
    FOR EACH STATEMENT EXECUTE FUNCTION abolished_areas_tell_service_points();

CREATE FUNCTION temporary_hours_tell_service_points() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        UPDATE service_point SET effective_schedule_id = NULL WHERE id IN (SELECT service_point_id FROM before_change);
        UPDATE offering SET schedule_id = NULL WHERE service_point_id IN (SELECT service_point_id FROM before_change);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        UPDATE service_point SET effective_schedule_id = NULL WHERE id IN (SELECT service_point_id FROM after_change);
        UPDATE offering SET schedule_id = NULL WHERE service_point_id IN (SELECT service_point_id FROM after_change);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER temporary_hours_tell_of_new AFTER INSERT ON temporary_hours
    REFERENCING NEW TABLE AS after_change FOR EACH STATEMENT EXECUTE FUNCTION temporary_hours_tell_service_points();
CREATE TRIGGER temporary_hours_tell_of_changed AFTER UPDATE ON temporary_hours
    REFERENCING OLD TABLE AS before_change NEW TABLE AS after_change FOR EACH STATEMENT EXECUTE FUNCTION temporary_hours_tell_service_points();
CREATE TRIGGER temporary_hours_tell_of_old AFTER DELETE ON temporary_hours
    REFERENCING OLD TABLE AS before_change FOR EACH STATEMENT EXECUTE FUNCTION temporary_hours_tell_service_points();

-- The hot table learns how unusual its hours are.
ALTER TABLE offering ADD COLUMN hours_class smallint NOT NULL DEFAULT 0;
CREATE OR REPLACE FUNCTION offering_repeats_its_service_point() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    point_schedule_id integer;
BEGIN
    SELECT s.agency_id, s.effective_schedule_id, findable_location(s.location, s.shown)
    INTO NEW.agency_id, point_schedule_id, NEW.location
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

CREATE OR REPLACE FUNCTION service_point_tells_its_offerings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The trigger on offering fills in the new values; here it is only told which rows to look at again.
    UPDATE offering o SET procedure_id = o.procedure_id
    FROM after_change a JOIN before_change b ON b.id = a.id
    WHERE o.service_point_id = a.id
      AND ((a.agency_id, a.effective_schedule_id, a.shown) IS DISTINCT FROM (b.agency_id, b.effective_schedule_id, b.shown)
           OR a.location::bytea IS DISTINCT FROM b.location::bytea);
    RETURN NULL;
END $$;

CREATE INDEX service_point_demo ON service_point (id) WHERE pin_method = 'demo';  -- used by api/pages/demo_data.py
CREATE INDEX service_point_gecc ON service_point (gecc_level) WHERE gecc_level <> 'none';  -- used by geo/nearest/filters.py
CREATE INDEX service_point_languages ON service_point USING gin (languages) WHERE languages <> '{}';  -- used by geo/nearest/filters.py
CREATE INDEX service_point_serves ON service_point USING gin (serves);  -- used by geo/nearest/competence.py
CREATE INDEX service_point_name ON service_point USING gin (name_th gin_trgm_ops, name_en gin_trgm_ops);  -- used by geo/nearest/filters.py
-- Led by the type, not by the id: or plans would take this wide index for the primary key's work.
CREATE INDEX service_point_facets ON service_point (type)
    INCLUDE (id, subdistrict_code, gecc_level, no_copy, accessible, languages);  -- used by geo/nearest/facets.py, filters.py and the trigger on types
CREATE INDEX offering_agency ON offering (procedure_id, agency_id);  -- used by geo/nearest/filters.py and foreign key checks of procedure

ALTER TABLE service_point DISABLE TRIGGER service_point_tells_its_offerings;
ALTER TABLE offering DISABLE TRIGGER USER;
UPDATE service_point SET json = NULL;
UPDATE offering o SET hours_class = h.hours_class FROM schedule h WHERE h.id = o.schedule_id AND h.hours_class <> 0;
ALTER TABLE offering ENABLE TRIGGER USER;
ALTER TABLE service_point ENABLE TRIGGER service_point_tells_its_offerings;
CREATE INDEX offering_nearest_unusual ON offering
    USING gist (procedure_id gist_int4_ops, location gist_geometry_ops_nd)
    WHERE location IS NOT NULL AND hours_class >= 1;  -- used by geo/nearest/: open on a Sunday or a holiday
CREATE INDEX offering_nearest_night ON offering
    USING gist (procedure_id gist_int4_ops, location gist_geometry_ops_nd)
    WHERE location IS NOT NULL AND hours_class >= 2;  -- used by geo/nearest/: open at night

-- The version of everything that answers are made of: it grows by one with each transaction that changed any of it.
-- At the commit, not at the first write: whoever writes for minutes keeps nobody waiting, and who reads version n sees all of n.
CREATE TABLE data_version (version bigint NOT NULL) WITH (fillfactor = 10);
INSERT INTO data_version VALUES (1);
CREATE UNLOGGED TABLE data_change (transaction xid8 PRIMARY KEY);
CREATE FUNCTION note_data_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO data_change VALUES (pg_current_xact_id()) ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE FUNCTION count_data_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM data_change WHERE transaction = NEW.transaction;
    UPDATE data_version SET version = version + 1;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER count_data_change AFTER INSERT ON data_change
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION count_data_change();
DO $$
DECLARE
    watched text;
BEGIN
    FOREACH watched IN ARRAY ARRAY['area', 'agency', 'service_point', 'service_point_type', 'procedure', 'common_name', 'tag', 'procedure_tag',
                                   'manual', 'offering', 'temporary_hours', 'holiday'] LOOP
        EXECUTE format('CREATE TRIGGER note_data_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I
                        FOR EACH STATEMENT EXECUTE FUNCTION note_data_change()', watched);
    END LOOP;
END $$;

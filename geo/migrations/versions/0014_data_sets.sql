-- One upload. `agency_id`: its rows may be about this agency and all below it; null: about the whole state.
-- What there is to do is told by `job`; whoever does it holds an advisory lock, so that a job without one has died.
CREATE TABLE data_set (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('service-points', 'offerings', 'agencies')),
    agency_id integer REFERENCES agency,
    complete boolean NOT NULL DEFAULT false,  -- what the agency has and the file has not is to be hidden, or taken off
    file_name text NOT NULL,
    file_bytes integer NOT NULL,
    uploaded_by integer NOT NULL REFERENCES staff_account,
    uploaded_at timestamptz NOT NULL DEFAULT now(),
    state text NOT NULL DEFAULT 'new'
        CHECK (state IN ('new', 'refused', 'ready', 'active', 'rolled_back', 'discarded')),
    job text CHECK (job IN ('validate', 'activate', 'roll_back')),
    job_state text CHECK (job_state IN ('waiting', 'running', 'died', 'failed')),
    job_by jsonb,  -- account, program, device and network of whoever asked for it
    job_options jsonb NOT NULL DEFAULT '{}',
    progress real NOT NULL DEFAULT 0,  -- of the job: 0 to 1
    doing text NOT NULL DEFAULT '',  -- a message of the catalogues
    rows_read integer NOT NULL DEFAULT 0,
    rows_refused integer NOT NULL DEFAULT 0,
    rows_new integer NOT NULL DEFAULT 0,
    rows_changed integer NOT NULL DEFAULT 0,
    rows_unchanged integer NOT NULL DEFAULT 0,
    rows_gone integer NOT NULL DEFAULT 0,
    pins_moved integer NOT NULL DEFAULT 0,
    said jsonb,  -- what came of the last job, where it is not plain from the state: a sentence
    notes jsonb NOT NULL DEFAULT '[]',  -- what was done to the file that it did not ask for literally
    previewed_at timestamptz,
    activated_at timestamptz,
    activated_by integer REFERENCES staff_account,
    ended_at timestamptz,
    CHECK (num_nulls(job, job_state) IN (0, 2))
);
CREATE INDEX data_set_agency ON data_set (agency_id, id);  -- used by ingest/data_sets/find_data_sets.py
CREATE INDEX data_set_job ON data_set (id) WHERE job IS NOT NULL;  -- used by ingest/data_sets/jobs.py

-- The file as it was uploaded, until the data set is activated or discarded, or its days are over.
CREATE TABLE data_set_piece (
    data_set_id integer NOT NULL REFERENCES data_set ON DELETE CASCADE,
    number integer NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (data_set_id, number)
);
ALTER TABLE data_set_piece ALTER COLUMN bytes SET STORAGE EXTERNAL;  -- spreadsheets are compressed already

-- A row that can be taken, and what it would change. `number` is its row in the file; what is gone has one beyond all.
CREATE TABLE data_set_row (
    data_set_id integer NOT NULL REFERENCES data_set ON DELETE CASCADE,
    number integer NOT NULL,
    code text NOT NULL,
    name text,
    change text NOT NULL CHECK (change IN ('new', 'changed', 'unchanged', 'gone')),
    record_id bigint,
    staged jsonb,  -- as a row of the table `staged` of ingest/kinds
    changes jsonb,  -- by column: [before, after]
    lon double precision,
    lat double precision,
    moved_m double precision,  -- of a pin that moves, or is new
    findings jsonb,  -- what may be wrong with that pin
    PRIMARY KEY (data_set_id, number)
);
CREATE INDEX data_set_row_change ON data_set_row (data_set_id, change, number);  -- used by ingest/data_sets/find_rows.py
CREATE INDEX data_set_row_moved ON data_set_row (data_set_id, number) WHERE moved_m IS NOT NULL;  -- used by ingest/data_sets/find_rows.py

CREATE TABLE data_set_refusal (
    data_set_id integer NOT NULL REFERENCES data_set ON DELETE CASCADE,
    number integer NOT NULL,
    code text,  -- where it can be told: what is refused is not gone
    columns text[] NOT NULL,
    sentences jsonb NOT NULL,
    original jsonb NOT NULL,
    PRIMARY KEY (data_set_id, number)
);

-- What an activated data set changed, as it was before; of the last three.
CREATE TABLE data_set_undo (
    data_set_id integer NOT NULL REFERENCES data_set ON DELETE CASCADE,
    record_id bigint NOT NULL,
    code text NOT NULL,
    name text,
    change text NOT NULL CHECK (change IN ('new', 'changed', 'gone')),
    before jsonb,  -- the row of the table; null: there was none
    served jsonb,  -- its rows of area_served
    left_as jsonb,  -- how the data set left it: who finds it otherwise finds what somebody did since
    PRIMARY KEY (data_set_id, record_id)
);

-- A record in the columns of files: what previews compare, and what the audit log tells of a data set.
CREATE FUNCTION sheet_of(point service_point) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'code', point.code, 'agency_code', (SELECT a.code FROM agency a WHERE a.id = point.agency_id),
        'name_th', point.name_th, 'name_en', point.name_en, 'type', point.type, 'address_th', point.address_th,
        'subdistrict_code', point.subdistrict_code, 'postcode', point.postcode,
        'lat', ST_Y(point.location), 'lon', ST_X(point.location), 'phone', point.phone, 'email', point.email,
        'opening_hours', (SELECT h.expression FROM schedule h WHERE h.id = point.schedule_id),
        'hours_note', point.hours_note, 'gecc_level', point.gecc_level, 'no_copy', point.no_copy,
        'accessible', point.accessible, 'languages', point.languages,
        'areas_served', ARRAY(SELECT v.area_code FROM area_served v WHERE v.service_point_id = point.id ORDER BY v.area_code),
        'shown', point.shown)
$$;
CREATE FUNCTION sheet_of(body agency) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'code', body.code, 'parent_code', (SELECT a.code FROM agency a WHERE a.id = body.parent_id), 'level', body.level,
        'name_th', body.name_th, 'name_en', body.name_en, 'type', body.type, 'subtype', body.subtype, 'category', body.category,
        'areas_served', ARRAY(SELECT v.area_code FROM area_served v WHERE v.agency_id = body.id ORDER BY v.area_code),
        'shown', body.shown)
$$;
-- Not of the row: a function that names the type of the hot table would keep `pakmud db maintain` from replacing it.
CREATE FUNCTION sheet_of_offering(own_schedule_id integer, note_th text) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'opening_hours', (SELECT h.expression FROM schedule h WHERE h.id = own_schedule_id), 'note_th', note_th)
$$;

-- What of `after` differs, as [before, after] by column; null where nothing does. An empty list is nothing.
CREATE FUNCTION sheet_changes(before jsonb, after jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT jsonb_object_agg(a.key, jsonb_build_array(before -> a.key, a.value))
    FROM jsonb_each(after) a
    WHERE coalesce(nullif(before -> a.key, '[]'), 'null') <> coalesce(nullif(a.value, '[]'), 'null')
$$;

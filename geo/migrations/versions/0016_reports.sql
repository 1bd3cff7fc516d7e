CREATE TABLE manual_report (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    procedure_id integer NOT NULL REFERENCES procedure,
    revision integer,  -- number of the one that was shown; null: none was
    part text NOT NULL CHECK (part IN ('conditions', 'documents', 'duration', 'fees', 'channels', 'steps', 'forms',
                                       'complaints', 'law', 'notes', 'other')),
    comment text NOT NULL CHECK (length(comment) BETWEEN 1 AND 2000),
    email text CHECK (email = lower(email)),  -- to be answered
    reported_at timestamptz NOT NULL DEFAULT now(),
    closed_at timestamptz,
    closed_by integer REFERENCES staff_account,
    outcome text CHECK (outcome IN ('corrected', 'right', 'unusable')),
    answer text,
    CHECK (num_nulls(closed_at, closed_by, outcome) IN (0, 3)),
    -- whatever else goes wrong: an address is not kept longer than it is needed
    CHECK (closed_at IS NULL OR email IS NULL)
);
CREATE INDEX manual_report_open ON manual_report (id) WHERE closed_at IS NULL;  -- used by geo/staff/manual_reports.py
CREATE INDEX manual_report_procedure ON manual_report (procedure_id);  -- used by foreign key checks

-- The one row signs what forms for everybody carry, since citizens get no cookies; see geo/staff/form_key.py.
CREATE TABLE form_key (
    key bytea PRIMARY KEY CHECK (length(key) = 32)
);
INSERT INTO form_key VALUES (sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea));

-- A file of manuals between its dry run and its import; only whoever uploaded it sees it, and only for a day.
CREATE TABLE manual_upload (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id integer NOT NULL REFERENCES staff_account,
    name text NOT NULL,
    content bytea NOT NULL,
    uploaded_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX manual_upload_account ON manual_upload (account_id);  -- used by foreign key checks

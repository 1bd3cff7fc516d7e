-- What is secret (codes, tokens, cookies) is stored as its SHA-256 only: 75 bits and more of chance need no slow hash.

CREATE TABLE staff_account (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email text NOT NULL UNIQUE CHECK (email = lower(email)),
    name text NOT NULL,
    password_hash text,  -- argon2id; null: signs in with the provider only, or has not chosen one yet
    provider_issuer text,
    provider_subject text,
    demo boolean NOT NULL DEFAULT false,
    disabled_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_signed_in_at timestamptz,
    UNIQUE (provider_issuer, provider_subject),
    CHECK (num_nulls(provider_issuer, provider_subject) IN (0, 2))
);

-- A role counts within the agency and all below it, or at one service point only; without an agency in the whole state.
CREATE TABLE staff_role (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id integer NOT NULL REFERENCES staff_account,
    role text NOT NULL CHECK (role IN
        ('platform_admin', 'opdc_officer', 'central_officer', 'author', 'reviewer', 'point_officer')),
    agency_id integer REFERENCES agency,
    service_point_id integer REFERENCES service_point,
    granted_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE NULLS NOT DISTINCT (account_id, role, agency_id, service_point_id),
    CHECK (agency_id IS NOT NULL OR role IN ('platform_admin', 'opdc_officer')),
    CHECK (service_point_id IS NULL OR role = 'point_officer')
);
CREATE INDEX staff_role_agency ON staff_role (agency_id);  -- used by geo/staff/people.py and foreign key checks
CREATE INDEX staff_role_service_point ON staff_role (service_point_id);  -- used by foreign key checks

CREATE TABLE enrolment_token (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    role text NOT NULL CHECK (role IN
        ('platform_admin', 'opdc_officer', 'central_officer', 'author', 'reviewer', 'point_officer')),
    agency_id integer REFERENCES agency,
    service_point_id integer REFERENCES service_point,
    issued_by integer REFERENCES staff_account,  -- null: in the terminal
    issued_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    used_by integer REFERENCES staff_account,
    used_at timestamptz,
    revoked_at timestamptz,
    refreshes integer REFERENCES enrolment_token,
    CHECK (agency_id IS NOT NULL OR role IN ('platform_admin', 'opdc_officer')),
    CHECK (service_point_id IS NULL OR role = 'point_officer'),
    CHECK (num_nulls(used_by, used_at) IN (0, 2))
);
CREATE INDEX enrolment_token_agency ON enrolment_token (agency_id);  -- used by geo/staff/enrolment.py: the agency's list
CREATE INDEX enrolment_token_service_point ON enrolment_token (service_point_id);  -- used by foreign key checks

CREATE TABLE staff_session (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    secret_hash bytea NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
    account_id integer NOT NULL REFERENCES staff_account,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    device text NOT NULL,  -- "Firefox, Windows"; nothing finer
    network text NOT NULL  -- the address without its last part
);
CREATE INDEX staff_session_account ON staff_session (account_id);  -- used by geo/staff/sessions.py

-- A browser in which somebody has signed in to an account before: strangers' wrong guesses do not keep it out.
CREATE TABLE staff_device (
    secret_hash bytea NOT NULL CHECK (length(secret_hash) = 32),
    account_id integer NOT NULL REFERENCES staff_account,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (secret_hash, account_id)
);

CREATE TABLE password_reset (
    token_hash bytea PRIMARY KEY CHECK (length(token_hash) = 32),
    account_id integer NOT NULL REFERENCES staff_account,
    expires_at timestamptz NOT NULL
);

-- A sign-in that is under way at the provider (OpenID Connect); bound to a browser by its form cookie.
CREATE TABLE provider_sign_in (
    state_hash bytea PRIMARY KEY CHECK (length(state_hash) = 32),
    browser_hash bytea NOT NULL CHECK (length(browser_hash) = 32),
    nonce text NOT NULL,
    verifier text NOT NULL,
    next_path text NOT NULL,
    expires_at timestamptz NOT NULL
);

-- Leaky buckets; the keys are digests. Unlogged: what a crash forgets only lets somebody try a few times more.
CREATE UNLOGGED TABLE rate_limit (
    key bytea PRIMARY KEY,
    level double precision NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX rate_limit_at ON rate_limit (at);  -- used by geo/staff/rate_limit.py: to drop what has run dry

CREATE TABLE api_token (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    account_id integer NOT NULL REFERENCES staff_account,
    name text NOT NULL,
    scopes text[] NOT NULL,  -- actions of geo/staff/permissions.csv
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    last_used_on date
);
CREATE INDEX api_token_account ON api_token (account_id);  -- used by geo/staff/api_tokens.py

CREATE TABLE account_request (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agency_id integer REFERENCES agency,  -- null: not listed yet, described by agency_name
    agency_name text,
    parent_agency_id integer REFERENCES agency,  -- whose central officer decides about an agency that is not listed
    name text NOT NULL,
    email text NOT NULL CHECK (email = lower(email)),
    position text NOT NULL,
    phone text NOT NULL,
    note text NOT NULL DEFAULT '',
    asked_at timestamptz NOT NULL DEFAULT now(),
    decided_at timestamptz,
    decided_by integer REFERENCES staff_account,
    approved boolean,
    CHECK (num_nulls(agency_id, agency_name) = 1),
    CHECK (num_nulls(decided_at, decided_by, approved) IN (0, 3))
);
CREATE INDEX account_request_open ON account_request (asked_at) WHERE decided_at IS NULL;  -- used by geo/staff/account_requests.py

-- Names stand beside the ids: what was logged stays readable when things are renamed. No foreign keys for the same reason.
CREATE TABLE audit_log (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    account_id integer,  -- null: the terminal
    account_name text NOT NULL,
    program text,  -- name of the API token, where a program did it
    device text NOT NULL,
    network text NOT NULL,
    action text NOT NULL,
    subject_kind text NOT NULL,
    subject_id text NOT NULL,
    subject_name text NOT NULL,
    agency_id integer,  -- whose officers may read it; null: those of the whole state
    service_point_id integer,
    before jsonb,
    after jsonb
);
CREATE INDEX audit_log_subject ON audit_log (subject_kind, subject_id, id);  -- used by geo/staff/audit.py: the history of a record
CREATE INDEX audit_log_agency ON audit_log (agency_id, id);  -- used by geo/staff/audit.py: an officer's log
CREATE INDEX audit_log_account ON audit_log (account_id, id);  -- used by geo/staff/audit.py: what one person did

-- Against everybody's hand, the owner's too; what the application's role may do is in geo/application_role.py.
CREATE FUNCTION audit_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_log_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_append_only();

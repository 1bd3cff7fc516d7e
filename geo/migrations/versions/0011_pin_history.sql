-- The pins that a service point has had since somebody first changed it, the one before that included: the newest row is
-- the present pin. Written by the trigger below, whoever moves it; what only the staff's page knows is filled in by
-- geo/staff/pins/edit.py.
CREATE TABLE pin_history (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    service_point_id integer NOT NULL REFERENCES service_point ON DELETE CASCADE,
    location geometry(Point, 4326),  -- null: the pin was taken away
    method text,
    pinned_at timestamptz NOT NULL,
    pinned_by text,  -- a name, readable when the account is gone; null: a file
    accuracy_m double precision,  -- as the phone told it
    kept_kinds text[] NOT NULL DEFAULT '{}',  -- findings that its officer insisted on
    kept_sentences jsonb NOT NULL DEFAULT '[]',  -- what she was told of them
    kept_because text,
    -- waiting for the central officer, accepted by her, returned with her comment; over: there is a newer pin
    state text CHECK (state IN ('waiting', 'accepted', 'returned', 'over')),
    decided_at timestamptz,
    decided_by text,
    comment text,
    CHECK ((kept_kinds = '{}') = (state IS NULL)),
    CHECK (num_nulls(decided_at, decided_by) IN (0, 2))
);
CREATE INDEX pin_history_service_point ON pin_history (service_point_id, id);  -- used by geo/staff/pins/history.py
-- used by geo/staff/pins/decisions.py and geo/pins/kept_findings.py; a service point has one such pin at most
CREATE UNIQUE INDEX pin_history_kept ON pin_history (service_point_id) WHERE state IN ('waiting', 'accepted', 'returned');

CREATE FUNCTION keep_pin_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- the pin before, of which nothing was kept while nobody changed it
    INSERT INTO pin_history (service_point_id, location, method, pinned_at, pinned_by)
    SELECT b.id, b.location, b.pin_method, b.pinned_at, b.pinned_by
    FROM before_change b JOIN after_change a ON a.id = b.id
    WHERE b.location IS NOT NULL AND a.location IS DISTINCT FROM b.location
      AND NOT EXISTS (SELECT FROM pin_history h WHERE h.service_point_id = b.id);

    UPDATE pin_history h SET state = 'over'
    FROM before_change b JOIN after_change a ON a.id = b.id
    WHERE h.service_point_id = b.id AND h.state IN ('waiting', 'accepted', 'returned') AND a.location IS DISTINCT FROM b.location;

    INSERT INTO pin_history (service_point_id, location, method, pinned_at, pinned_by)
    SELECT a.id, a.location, a.pin_method, coalesce(a.pinned_at, now()), a.pinned_by
    FROM before_change b JOIN after_change a ON a.id = b.id
    WHERE a.location IS DISTINCT FROM b.location;
    RETURN NULL;
END $$;
CREATE TRIGGER keep_pin_history AFTER UPDATE ON service_point
    REFERENCING OLD TABLE AS before_change NEW TABLE AS after_change
    FOR EACH STATEMENT EXECUTE FUNCTION keep_pin_history();

-- What the audit of all pins found, and what was looked at again since; findings that were insisted on are left out.
CREATE TABLE pin_finding (
    service_point_id integer NOT NULL REFERENCES service_point ON DELETE CASCADE,
    kind text NOT NULL,
    urgency smallint NOT NULL,  -- the lower, the earlier it is shown
    sentence jsonb NOT NULL,
    remedy jsonb NOT NULL,
    proposed_lon double precision,
    proposed_lat double precision,
    other_code text,
    PRIMARY KEY (service_point_id, kind)
);
CREATE INDEX pin_finding_urgency ON pin_finding (urgency, service_point_id);  -- used by geo/staff/pins/work.py: the list
CREATE INDEX pin_finding_other ON pin_finding (other_code) WHERE other_code IS NOT NULL;  -- used by geo/pins/neighbours.sql

CREATE TABLE pin_audit_run (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    started_at timestamptz NOT NULL DEFAULT now(),
    started_by text,  -- null: it was time
    doing text,  -- a message of the catalogues
    share double precision NOT NULL DEFAULT 0,
    finished_at timestamptz,
    points integer,
    findings integer,
    areas_drawn boolean,
    failed jsonb  -- why it did not finish, as a sentence
);

CREATE INDEX service_point_unconfirmed ON service_point ((coalesce(pin_verified_at, pinned_at)))
    WHERE shown AND location IS NOT NULL;  -- used by geo/staff/pins/unconfirmed.py: those that nobody confirmed for longest

-- One press of a button: procedures linked to service points, or taken away. As append-only as the audit log, whose line
-- names the number; names and ids stand here without foreign keys for the same reason as there.
CREATE TABLE offering_change (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    account_id integer NOT NULL,
    account_name text NOT NULL,
    service_point_id integer,  -- null: in bulk
    undoes bigint UNIQUE REFERENCES offering_change
);

-- Exactly what it changed, a row for each procedure: arrays, or a bulk change of half a million offerings would write as
-- many rows here. What was taken away keeps the hours and the note it had, side by side with the service points.
CREATE TABLE offering_change_set (
    change_id bigint NOT NULL REFERENCES offering_change,
    procedure_id integer NOT NULL,
    linked boolean NOT NULL,  -- else taken away
    service_point_ids integer[] NOT NULL,
    own_schedule_ids integer[],
    notes_th text[],
    PRIMARY KEY (procedure_id, change_id, linked)  -- used by geo/staff/offerings/: the last change of a procedure
);
CREATE INDEX offering_change_set_change ON offering_change_set (change_id);  -- used by geo/staff/offerings/find_changes.py

-- The last change at a service point; not on service_point, which would make it ready anew for each.
CREATE TABLE offering_last_change (
    service_point_id integer PRIMARY KEY REFERENCES service_point ON DELETE CASCADE,
    change_id bigint NOT NULL REFERENCES offering_change
);

CREATE FUNCTION offering_changes_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'changes of offerings are append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER offering_changes_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON offering_change
    FOR EACH STATEMENT EXECUTE FUNCTION offering_changes_are_append_only();
CREATE TRIGGER offering_changes_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON offering_change_set
    FOR EACH STATEMENT EXECUTE FUNCTION offering_changes_are_append_only();

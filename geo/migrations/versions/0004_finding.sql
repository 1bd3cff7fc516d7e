-- What the search has to read again: one row a procedure, also for deleted ones. `changed_by` tells a process which
-- rows are newer than what it has read (a plain number would not: transactions do not commit in the order they count).
CREATE SEQUENCE finding_change_number;
CREATE TABLE finding_change (
    procedure_id integer PRIMARY KEY,
    change bigint NOT NULL DEFAULT nextval('finding_change_number'),
    changed_by bigint NOT NULL DEFAULT pg_current_xact_id()::text::bigint
);
CREATE INDEX finding_change_changed_by ON finding_change (changed_by);  -- used by geo/finding/freshness.py, in every search

INSERT INTO finding_change (procedure_id) SELECT id FROM procedure;

-- Vectors by the text they stand for, in its normal form: names that several procedures share, or that are deleted and
-- added again by an import, are computed once. Two bytes a number, little-endian half floats.
CREATE TABLE finding_vector (
    model text NOT NULL,
    digest bytea NOT NULL CHECK (length(digest) = 16),
    vector bytea NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (model, digest)  -- used by geo/finding/meaning/vectors.py
);

-- What people searched for and did not find: no person, no place, no time but the week.
CREATE TABLE unanswered_search (
    week date NOT NULL CHECK (extract(isodow FROM week) = 1),
    text text NOT NULL,
    count integer NOT NULL DEFAULT 1 CHECK (count > 0),
    PRIMARY KEY (week, text)
);

CREATE FUNCTION finding_follows(procedure_ids integer[]) RETURNS void LANGUAGE sql
BEGIN ATOMIC
    INSERT INTO finding_change (procedure_id) SELECT DISTINCT unnest(procedure_ids) ORDER BY 1
    ON CONFLICT (procedure_id) DO UPDATE SET change = excluded.change, changed_by = excluded.changed_by;
END;

-- The triggers' tables name the procedure in the column `id` (procedure) or `procedure_id`.
CREATE FUNCTION finding_follows_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'procedure' THEN
        PERFORM finding_follows(ARRAY(SELECT id FROM changed));
    ELSE
        PERFORM finding_follows(ARRAY(SELECT procedure_id FROM changed));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION finding_follows_changed_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'procedure' THEN
        PERFORM finding_follows(ARRAY(SELECT id FROM before UNION SELECT id FROM changed));
    ELSE
        PERFORM finding_follows(ARRAY(SELECT procedure_id FROM before UNION SELECT procedure_id FROM changed));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION finding_follows_tags() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM finding_follows(ARRAY(SELECT t.procedure_id FROM procedure_tag t JOIN changed c ON c.id = t.tag_id));
    RETURN NULL;
END $$;

CREATE TRIGGER finding_follows_insert AFTER INSERT ON procedure REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION finding_follows_rows();
CREATE TRIGGER finding_follows_update AFTER UPDATE ON procedure REFERENCING OLD TABLE AS before NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION finding_follows_changed_rows();
CREATE TRIGGER finding_follows_delete AFTER DELETE ON procedure REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION finding_follows_rows();

CREATE TRIGGER finding_follows_insert AFTER INSERT ON common_name REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION finding_follows_rows();
CREATE TRIGGER finding_follows_update AFTER UPDATE ON common_name REFERENCING OLD TABLE AS before NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION finding_follows_changed_rows();
CREATE TRIGGER finding_follows_delete AFTER DELETE ON common_name REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION finding_follows_rows();

CREATE TRIGGER finding_follows_insert AFTER INSERT ON procedure_tag REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION finding_follows_rows();
CREATE TRIGGER finding_follows_update AFTER UPDATE ON procedure_tag REFERENCING OLD TABLE AS before NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION finding_follows_changed_rows();
CREATE TRIGGER finding_follows_delete AFTER DELETE ON procedure_tag REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION finding_follows_rows();

CREATE TRIGGER finding_follows_insert AFTER INSERT ON manual REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION finding_follows_rows();
CREATE TRIGGER finding_follows_update AFTER UPDATE ON manual REFERENCING OLD TABLE AS before NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION finding_follows_changed_rows();
CREATE TRIGGER finding_follows_delete AFTER DELETE ON manual REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION finding_follows_rows();

CREATE TRIGGER finding_follows_update AFTER UPDATE ON tag REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION finding_follows_tags();

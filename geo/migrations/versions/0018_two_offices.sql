-- Pairs of service points that look like one, and that somebody said are two offices: geo/pins/duplicates.sql finds them
-- no more, from neither side. Written by geo/staff/pins/two_offices.py; what was said and taken back stands in the log.
CREATE TABLE two_offices (
    service_point_id integer NOT NULL REFERENCES service_point ON DELETE CASCADE,
    other_id integer NOT NULL REFERENCES service_point ON DELETE CASCADE,
    reason text NOT NULL,
    said_at timestamptz NOT NULL DEFAULT now(),
    said_by text NOT NULL,  -- a name, readable when the account is gone
    PRIMARY KEY (service_point_id, other_id),
    CHECK (service_point_id < other_id)  -- each pair once
);
CREATE INDEX two_offices_other ON two_offices (other_id);  -- used by geo/staff/pins/two_offices.py: those of one point

-- It was said of two places and two names: where one of them changes, whoever changes it, it has to be asked anew.
CREATE FUNCTION end_two_offices() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM two_offices) THEN
        WITH changed AS (
            SELECT b.id FROM before_change b JOIN after_change a ON a.id = b.id
            WHERE a.location IS DISTINCT FROM b.location OR a.name_th <> b.name_th
        )
        DELETE FROM two_offices
        WHERE service_point_id IN (SELECT id FROM changed) OR other_id IN (SELECT id FROM changed);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER end_two_offices AFTER UPDATE ON service_point
    REFERENCING OLD TABLE AS before_change NEW TABLE AS after_change
    FOR EACH STATEMENT EXECUTE FUNCTION end_two_offices();

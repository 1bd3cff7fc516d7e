-- What joins the rows before with the rows after is planned whenever it runs, for as many rows as there are: EXECUTE.
-- Before, a connection kept the plan of its first change. Made for one row, it compares every row with every other: after
-- an officer's edit a file of 20,000 service points took a minute in the same connection, and the square of that for ten.
CREATE OR REPLACE FUNCTION agency_moves_its_branch() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moved bigint;
BEGIN
    -- counted: whether there is any would be planned for finding the first one soon, which is the slowest where there is none
    EXECUTE 'SELECT count(*) FROM after_change a JOIN before_change b ON b.id = a.id WHERE a.path <> b.path' INTO moved;
    IF moved = 0 THEN
        RETURN NULL;  -- or this trigger would call itself for ever
    END IF;
    EXECUTE $q$
        UPDATE agency child SET parent_id = child.parent_id
        FROM after_change a JOIN before_change b ON b.id = a.id
        WHERE child.parent_id = a.id AND a.path <> b.path
    $q$;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION agency_tells_its_service_points() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE $q$
        UPDATE service_point s SET json = NULL
        FROM after_change a JOIN before_change b ON b.id = a.id
        WHERE s.agency_id = a.id AND (a.code, a.name_th, a.name_en) IS DISTINCT FROM (b.code, b.name_th, b.name_en)
    $q$;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION abolished_areas_tell_service_points() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE $q$
        UPDATE service_point s SET serves = NULL
        FROM after_change a JOIN before_change b ON b.code = a.code
        WHERE s.serves && (a.code || b.successor_codes)  -- the area itself, or what stands for it since it was abolished
          AND (a.abolished_on, a.successor_codes) IS DISTINCT FROM (b.abolished_on, b.successor_codes)
    $q$;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION service_point_tells_its_offerings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The trigger on offering fills in the new values; here it is only told which rows to look at again.
    EXECUTE $q$
        UPDATE offering o SET procedure_id = o.procedure_id
        FROM after_change a JOIN before_change b ON b.id = a.id
        WHERE o.service_point_id = a.id
          AND ((a.agency_id, a.effective_schedule_id, a.shown) IS DISTINCT FROM (b.agency_id, b.effective_schedule_id, b.shown)
               OR a.location::bytea IS DISTINCT FROM b.location::bytea)
    $q$;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION keep_pin_history() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moved integer[];
BEGIN
    EXECUTE $q$
        SELECT array_agg(a.id) FROM before_change b JOIN after_change a ON a.id = b.id
        WHERE a.location IS DISTINCT FROM b.location
    $q$ INTO moved;
    IF moved IS NULL THEN
        RETURN NULL;
    END IF;

    -- the pin before, of which nothing was kept while nobody changed it
    EXECUTE $q$
        INSERT INTO pin_history (service_point_id, location, method, pinned_at, pinned_by)
        SELECT b.id, b.location, b.pin_method, b.pinned_at, b.pinned_by
        FROM before_change b JOIN unnest($1) AS moved (id) USING (id)
        WHERE b.location IS NOT NULL AND NOT EXISTS (SELECT FROM pin_history h WHERE h.service_point_id = b.id)
    $q$ USING moved;

    EXECUTE $q$
        UPDATE pin_history SET state = 'over'
        WHERE service_point_id = ANY ($1) AND state IN ('waiting', 'accepted', 'returned')
    $q$ USING moved;

    EXECUTE $q$
        INSERT INTO pin_history (service_point_id, location, method, pinned_at, pinned_by)
        SELECT a.id, a.location, a.pin_method, coalesce(a.pinned_at, now()), a.pinned_by
        FROM after_change a JOIN unnest($1) AS moved (id) USING (id)
    $q$ USING moved;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION end_two_offices() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM two_offices) THEN
        EXECUTE $q$
            WITH changed AS (
                SELECT b.id FROM before_change b JOIN after_change a ON a.id = b.id
                WHERE a.location IS DISTINCT FROM b.location OR a.name_th <> b.name_th
            )
            DELETE FROM two_offices
            WHERE service_point_id IN (SELECT id FROM changed) OR other_id IN (SELECT id FROM changed)
        $q$;
    END IF;
    RETURN NULL;
END $$;

-- Where people of an area are taken to be: its town, else a point inside its outline. Stored, since finding a point
-- inside takes a hundred times longer than reading one.
ALTER TABLE area ADD COLUMN position geometry(Point, 4326)
    GENERATED ALWAYS AS (coalesce(centre, ST_PointOnSurface(boundary))::geometry(Point, 4326)) STORED;
CREATE INDEX area_position ON area USING gist (position)
    WHERE position IS NOT NULL AND abolished_on IS NULL;  -- used by geo/places/place_at.py: the nearest centre

-- The areas as they are now have a name that no other state of them has: what is kept outside the database
-- (geo/places/find_area_index.py) is good for as long as this stays the same. Copies of a database share it rightly.
CREATE TABLE area_revision (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid()
);
INSERT INTO area_revision DEFAULT VALUES;

CREATE FUNCTION areas_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- MERGE and COPY fire this also when they change nothing.
    IF EXISTS (SELECT FROM changed) THEN
        UPDATE area_revision SET id = gen_random_uuid();
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER area_revision_after_insert AFTER INSERT ON area
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION areas_changed();
CREATE TRIGGER area_revision_after_update AFTER UPDATE ON area
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION areas_changed();
CREATE TRIGGER area_revision_after_delete AFTER DELETE ON area
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION areas_changed();

-- A name without what people leave out or type differently: case, spaces, dots, hyphens, Thai tone marks, and which
-- of the letters it is that are heard alike.
CREATE FUNCTION folded_office_name(name text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    RETURN translate(lower(name), 'ศษณญฎฏฐฑฒธภฆฬใีูื .-็่้๊๋์', 'สสนยดตถทททพคลไิุึ');
-- Both names, with a bar between them that keeps a word from being found across the two. Stored: the index only says
-- where a word may stand, and folding each of those names again takes ten times longer than reading it.
ALTER TABLE service_point ADD COLUMN folded_names text
    GENERATED ALWAYS AS (folded_office_name(name_th || '|' || coalesce(name_en, ''))) STORED;
CREATE INDEX service_point_folded_names ON service_point
    USING gin (folded_names gin_trgm_ops)
    WHERE shown;  -- used by geo/places/service_point_names.py

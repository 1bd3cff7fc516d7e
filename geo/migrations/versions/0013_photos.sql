CREATE TABLE photo (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    service_point_id integer NOT NULL REFERENCES service_point ON DELETE CASCADE,
    position integer NOT NULL,
    key text NOT NULL UNIQUE CHECK (key ~ '^[0-9a-f]{32}$'),  -- chance: the name of its files, which nobody can guess before it is shown
    digest bytea NOT NULL CHECK (length(digest) = 32),  -- of the largest size: the same photo twice is told
    widths integer[] NOT NULL CHECK (cardinality(widths) > 0),
    width integer NOT NULL CHECK (width > 0),
    height integer NOT NULL CHECK (height > 0),
    alt_th text,
    alt_en text,
    added_at timestamptz NOT NULL DEFAULT now(),
    added_by text NOT NULL,
    deleted_at timestamptz,  -- can be brought back; its files go later
    version integer NOT NULL DEFAULT 1
);
CREATE INDEX photo_service_point ON photo (service_point_id, position, id) WHERE deleted_at IS NULL;  -- used by geo/photos/find_photos.py
CREATE INDEX photo_deleted ON photo (deleted_at) WHERE deleted_at IS NOT NULL;  -- used by geo/staff/photo_edit.py: whose files may go

-- Answers about a service point name its photos.
CREATE TRIGGER note_data_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON photo
    FOR EACH STATEMENT EXECUTE FUNCTION note_data_change();

-- None of these is in service_point_json: citizens' answers stay as they are.
ALTER TABLE service_point
    ADD COLUMN address_en text,
    ADD COLUMN website text,
    ADD COLUMN registered_email text,  -- the agency's registered address for official letters; `email` is the public one
    ADD COLUMN petitions_email text,
    ADD COLUMN level text CHECK (level IN ('central', 'province', 'district', 'subdistrict')),
    ADD COLUMN important boolean NOT NULL DEFAULT false,
    ADD COLUMN important_kind text CHECK (important OR important_kind IS NULL),
    ADD COLUMN notes text,  -- for staff only
    ADD COLUMN updated_by text,  -- a name, readable when the account is gone; null: a file
    ADD COLUMN version integer NOT NULL DEFAULT 1;

ALTER TABLE agency
    ADD COLUMN shown boolean NOT NULL DEFAULT true,
    ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN updated_by text,
    ADD COLUMN version integer NOT NULL DEFAULT 1;

-- Whoever changes a record says when (`updated_at`); triggers that only make a row ready do not, and count for nothing.
CREATE FUNCTION count_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.version := OLD.version + 1;
    RETURN NEW;
END $$;
CREATE TRIGGER service_point_counts_its_versions BEFORE UPDATE ON service_point
    FOR EACH ROW WHEN (NEW.updated_at IS DISTINCT FROM OLD.updated_at) EXECUTE FUNCTION count_version();
CREATE TRIGGER agency_counts_its_versions BEFORE UPDATE ON agency
    FOR EACH ROW WHEN (NEW.updated_at IS DISTINCT FROM OLD.updated_at) EXECUTE FUNCTION count_version();

CREATE INDEX service_point_changed ON service_point (updated_at, id);  -- used by geo/staff/service_point_table.py: the latest changes first
CREATE INDEX service_point_by_name ON service_point (name_th, id);  -- used by geo/staff/service_point_table.py
-- The shown ones have theirs; of both, PostgreSQL reads what a condition for all asks.
CREATE INDEX service_point_hidden_names ON service_point
    USING gin (folded_names gin_trgm_ops) WHERE NOT shown;  -- used by geo/staff/service_point_table.py and similar_points.py

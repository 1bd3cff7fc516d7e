-- A revision is one whole manual. What is published stays as it was for ever; the next one goes before it.
CREATE TABLE manual_revision (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    procedure_id integer NOT NULL REFERENCES procedure,
    number integer NOT NULL CHECK (number > 0),
    state text NOT NULL CHECK (state IN ('draft', 'review', 'approval', 'returned', 'published')),
    source text NOT NULL DEFAULT 'staff' CHECK (source IN ('staff', 'file')),
    content jsonb,  -- null: a file said that there is no manual any more
    effective_from date,  -- null: from the day it is published on
    based_on integer,  -- number of the revision it was begun from
    author_id integer REFERENCES staff_account,  -- who began it; null: a file
    author_name text,
    created_at timestamptz NOT NULL DEFAULT now(),
    sent_at timestamptz,  -- since when it waits
    published_at timestamptz,
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by text,
    part_versions jsonb NOT NULL DEFAULT '{}',  -- by part: the version in which it was last changed
    content_version integer NOT NULL DEFAULT 1,  -- what an approval is of
    version integer NOT NULL DEFAULT 1,
    UNIQUE (procedure_id, number),
    CHECK (content IS NOT NULL OR source = 'file'),
    CHECK ((state = 'published') = (published_at IS NOT NULL)),
    CHECK (state <> 'published' OR effective_from IS NOT NULL)
);
-- used by geo/manual_revisions: at most one that is being worked on, and the staff lists
CREATE UNIQUE INDEX manual_revision_open ON manual_revision (procedure_id) WHERE state <> 'published';
-- used by the view below
CREATE INDEX manual_revision_published ON manual_revision (procedure_id, published_at DESC, id DESC) WHERE state = 'published';
CREATE INDEX manual_revision_author ON manual_revision (author_id);  -- used by foreign key checks

-- Who did what to a revision. An approval is of the content as it was then.
CREATE TABLE manual_action (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    revision_id integer NOT NULL REFERENCES manual_revision,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    account_id integer REFERENCES staff_account,  -- null: a file
    account_name text NOT NULL,
    program text,
    action text NOT NULL CHECK (action IN ('begin', 'edit', 'send', 'take_back', 'return', 'approve_1', 'approve_2')),
    part text,
    content_version integer NOT NULL,
    comment text,
    CHECK (action <> 'return' OR comment IS NOT NULL),
    CHECK (action NOT IN ('approve_1', 'approve_2') OR account_id IS NOT NULL)
);
CREATE INDEX manual_action_revision ON manual_action (revision_id, id);  -- used by geo/manual_revisions/actions.py
CREATE INDEX manual_action_account ON manual_action (account_id);  -- used by foreign key checks

CREATE FUNCTION manual_action_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was done to a manual is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER manual_action_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON manual_action
    FOR EACH STATEMENT EXECUTE FUNCTION manual_action_is_append_only();

-- The rules once more, for every program that can reach the table: geo/manual_revisions/states.py says them to people.
CREATE FUNCTION manual_revision_keeps_the_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.source = 'staff' AND NEW.state <> 'draft' THEN
            RAISE EXCEPTION 'a revision begins as a draft' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state = 'published' THEN
        RAISE EXCEPTION 'a published revision is never altered' USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.procedure_id, NEW.number, NEW.source, NEW.author_id, NEW.created_at)
       IS DISTINCT FROM (OLD.procedure_id, OLD.number, OLD.source, OLD.author_id, OLD.created_at) THEN
        RAISE EXCEPTION 'what a revision is stays as it is' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.content IS DISTINCT FROM OLD.content
       OR (NEW.effective_from IS DISTINCT FROM OLD.effective_from AND NEW.state <> 'published') THEN
        IF OLD.state NOT IN ('draft', 'returned') OR NEW.state <> OLD.state THEN
            RAISE EXCEPTION 'a revision that waits for approval is not edited' USING ERRCODE = 'check_violation';
        END IF;
        NEW.content_version := OLD.content_version + 1;
    ELSE
        NEW.content_version := OLD.content_version;
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
        ('draft', 'review'), ('returned', 'review'), ('review', 'approval'), ('approval', 'published'),
        ('review', 'returned'), ('approval', 'returned'), ('review', 'draft'), ('approval', 'draft')
    ) THEN
        RAISE EXCEPTION 'a revision does not go from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'published' AND NOT EXISTS (
        SELECT FROM manual_action first JOIN manual_action second USING (revision_id, content_version)
        WHERE revision_id = NEW.id AND content_version = NEW.content_version
          AND first.action = 'approve_1' AND second.action = 'approve_2' AND first.account_id <> second.account_id
          AND NOT EXISTS (
              SELECT FROM manual_action own
              WHERE own.revision_id = NEW.id AND own.action IN ('begin', 'edit', 'send')
                AND own.account_id IN (first.account_id, second.account_id)
          )
    ) THEN
        RAISE EXCEPTION 'a revision is published after two others have approved it' USING ERRCODE = 'check_violation';
    END IF;
    NEW.version := OLD.version + 1;
    RETURN NEW;
END $$;
CREATE TRIGGER manual_revision_keeps_the_rules BEFORE INSERT OR UPDATE ON manual_revision
    FOR EACH ROW EXECUTE FUNCTION manual_revision_keeps_the_rules();

CREATE FUNCTION manual_revision_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'revisions of manuals are kept' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER manual_revision_is_kept BEFORE DELETE OR TRUNCATE ON manual_revision
    FOR EACH STATEMENT EXECUTE FUNCTION manual_revision_is_kept();

INSERT INTO manual_revision (procedure_id, number, state, source, content, effective_from, created_at, updated_at, published_at)
SELECT procedure_id, 1, 'published', 'file', content, (published_at AT TIME ZONE 'Asia/Bangkok')::date,
       published_at, published_at, published_at
FROM manual ORDER BY procedure_id;
DROP TABLE manual;

-- The manuals in force: of what is published and has begun, what was published last. No rows where the last one is empty.
CREATE VIEW manual AS
SELECT newest.* FROM (
    SELECT DISTINCT ON (procedure_id) procedure_id, id AS revision_id, number, source, content, effective_from, published_at
    FROM manual_revision
    WHERE state = 'published' AND effective_from <= (now() AT TIME ZONE 'Asia/Bangkok')::date
    ORDER BY procedure_id, published_at DESC, id DESC
) newest
WHERE newest.content IS NOT NULL;

-- Drafts are nobody's answer: only what is published is news.
CREATE TRIGGER note_data_change AFTER INSERT OR UPDATE ON manual_revision
    FOR EACH ROW WHEN (NEW.state = 'published') EXECUTE FUNCTION note_data_change();
CREATE FUNCTION finding_follows_manual() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM finding_follows(ARRAY[NEW.procedure_id]);
    RETURN NULL;
END $$;
CREATE TRIGGER finding_follows_manual AFTER INSERT OR UPDATE ON manual_revision
    FOR EACH ROW WHEN (NEW.state = 'published') EXECUTE FUNCTION finding_follows_manual();

-- Forms to fill in, as PDF; known by the SHA-256 of what they are, so that a revision's form is for ever the same.
CREATE TABLE form_file (
    digest text PRIMARY KEY CHECK (digest ~ '^[0-9a-f]{64}$'),
    name text NOT NULL,
    size integer NOT NULL,
    pages integer NOT NULL,
    content bytea NOT NULL,
    uploaded_at timestamptz NOT NULL DEFAULT now(),
    uploaded_by text NOT NULL
);

-- `areas`: where the home, land, building or business must lie for the procedure to be had at all; empty: anywhere.
ALTER TABLE procedure
    ADD COLUMN kind text NOT NULL DEFAULT 'other' CHECK (kind IN ('permit', 'other')),
    ADD COLUMN online_url text,
    ADD COLUMN areas text[] NOT NULL DEFAULT '{}',
    ADD COLUMN merged_into_id integer REFERENCES procedure CHECK (merged_into_id <> id),
    ADD COLUMN updated_by text,
    ADD COLUMN version integer NOT NULL DEFAULT 1,
    ADD CONSTRAINT merged_is_hidden CHECK (merged_into_id IS NULL OR NOT shown);
CREATE INDEX procedure_merged ON procedure (merged_into_id);  -- used by foreign key checks
CREATE TRIGGER procedure_counts_its_versions BEFORE UPDATE ON procedure
    FOR EACH ROW WHEN (NEW.updated_at IS DISTINCT FROM OLD.updated_at) EXECUTE FUNCTION count_version();

-- `in_list`: offered to whoever fills in a procedure. Free ones may be made by typing them.
ALTER TABLE tag
    ADD COLUMN name_en text,
    ADD COLUMN in_list boolean NOT NULL DEFAULT false,
    ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN updated_by text,
    ADD COLUMN version integer NOT NULL DEFAULT 1;
UPDATE tag SET in_list = true WHERE kind <> 'free';
CREATE TRIGGER tag_counts_its_versions BEFORE UPDATE ON tag
    FOR EACH ROW WHEN (NEW.updated_at IS DISTINCT FROM OLD.updated_at) EXECUTE FUNCTION count_version();

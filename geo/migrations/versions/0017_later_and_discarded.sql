-- used by geo/finding/freshness.py, in every search: manuals whose day is still to come, of which there are few
CREATE INDEX manual_revision_begins ON manual_revision (effective_from) WHERE state = 'published';

-- A draft may be discarded. It is kept and can be taken up again; nobody works on it, so that another one may be begun.
ALTER TABLE manual_revision
    DROP CONSTRAINT manual_revision_state_check,
    ADD CONSTRAINT manual_revision_state_check
        CHECK (state IN ('draft', 'review', 'approval', 'returned', 'published', 'discarded'));
DROP INDEX manual_revision_open;
-- used by geo/manual_revisions: at most one that is being worked on, and the staff lists
CREATE UNIQUE INDEX manual_revision_open ON manual_revision (procedure_id) WHERE state NOT IN ('published', 'discarded');

ALTER TABLE manual_action
    DROP CONSTRAINT manual_action_action_check,
    ADD CONSTRAINT manual_action_action_check CHECK (
        action IN ('begin', 'edit', 'send', 'take_back', 'return', 'approve_1', 'approve_2', 'discard', 'take_up'));

-- As in 0015, with two moves more. What is taken up is a draft: all approvals are still to come.
CREATE OR REPLACE FUNCTION manual_revision_keeps_the_rules() RETURNS trigger LANGUAGE plpgsql AS $$
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
            RAISE EXCEPTION 'a revision is edited as a draft only' USING ERRCODE = 'check_violation';
        END IF;
        NEW.content_version := OLD.content_version + 1;
    ELSE
        NEW.content_version := OLD.content_version;
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
        ('draft', 'review'), ('returned', 'review'), ('review', 'approval'), ('approval', 'published'),
        ('review', 'returned'), ('approval', 'returned'), ('review', 'draft'), ('approval', 'draft'),
        ('draft', 'discarded'), ('returned', 'discarded'), ('discarded', 'draft')
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

"""Manuals whose day is still to come are known to the search; drafts may be discarded and taken up again."""

from alembic import op

from geo.migrations.sql_file import run_sql_beside

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql_beside(__file__)


def downgrade() -> None:
    """Drafts that were discarded are lost: the program before has no place for them."""
    op.execute("ALTER TABLE manual_action DISABLE TRIGGER manual_action_is_append_only")
    op.execute("ALTER TABLE manual_revision DISABLE TRIGGER manual_revision_is_kept")
    op.execute(
        "DELETE FROM manual_action WHERE action IN ('discard', 'take_up')"
        " OR revision_id IN (SELECT id FROM manual_revision WHERE state = 'discarded')"
    )
    op.execute("DELETE FROM manual_revision WHERE state = 'discarded'")
    op.execute("ALTER TABLE manual_action ENABLE TRIGGER manual_action_is_append_only")
    op.execute("ALTER TABLE manual_revision ENABLE TRIGGER manual_revision_is_kept")
    op.execute("DROP INDEX manual_revision_begins, manual_revision_open")
    op.execute("CREATE UNIQUE INDEX manual_revision_open ON manual_revision (procedure_id) WHERE state <> 'published'")
    op.execute(
        "ALTER TABLE manual_revision DROP CONSTRAINT manual_revision_state_check,"
        " ADD CONSTRAINT manual_revision_state_check"
        " CHECK (state IN ('draft', 'review', 'approval', 'returned', 'published'))"
    )
    op.execute(
        "ALTER TABLE manual_action DROP CONSTRAINT manual_action_action_check,"
        " ADD CONSTRAINT manual_action_action_check"
        " CHECK (action IN ('begin', 'edit', 'send', 'take_back', 'return', 'approve_1', 'approve_2'))"
    )

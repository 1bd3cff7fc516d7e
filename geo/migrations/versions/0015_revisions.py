"""Manuals have revisions that two people approve; procedures and tags have what staff keep of them."""

from alembic import op

from geo.migrations.sql_file import run_sql_beside

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql_beside(__file__)


def downgrade() -> None:
    op.execute(
        "CREATE TEMPORARY TABLE in_force ON COMMIT DROP AS SELECT procedure_id, content, published_at FROM manual"
    )
    op.execute("DROP VIEW manual")
    op.execute("DROP TABLE manual_action, manual_revision, form_file")
    op.execute("DROP FUNCTION manual_action_is_append_only, manual_revision_keeps_the_rules, manual_revision_is_kept")
    op.execute("DROP FUNCTION finding_follows_manual")
    op.execute(
        "CREATE TABLE manual (procedure_id integer PRIMARY KEY REFERENCES procedure ON DELETE CASCADE,"
        " content jsonb NOT NULL, published_at timestamptz NOT NULL DEFAULT now())"
    )
    op.execute("INSERT INTO manual SELECT * FROM in_force")
    op.execute(
        "CREATE TRIGGER note_data_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON manual"
        " FOR EACH STATEMENT EXECUTE FUNCTION note_data_change()"
    )
    for event, tables, rows in (
        ("insert", "NEW TABLE AS changed", "rows"),
        ("update", "OLD TABLE AS before NEW TABLE AS changed", "changed_rows"),
        ("delete", "OLD TABLE AS changed", "rows"),
    ):
        op.execute(
            f"CREATE TRIGGER finding_follows_{event} AFTER {event} ON manual REFERENCING {tables}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION finding_follows_{rows}()"
        )
    op.execute("DROP TRIGGER procedure_counts_its_versions ON procedure")
    op.execute("DROP TRIGGER tag_counts_its_versions ON tag")
    op.execute(
        "ALTER TABLE procedure DROP COLUMN kind, DROP COLUMN online_url, DROP COLUMN areas, DROP COLUMN merged_into_id,"
        " DROP COLUMN updated_by, DROP COLUMN version"
    )
    op.execute(
        "ALTER TABLE tag DROP COLUMN name_en, DROP COLUMN in_list, DROP COLUMN updated_at, DROP COLUMN updated_by,"
        " DROP COLUMN version"
    )

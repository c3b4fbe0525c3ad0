"""What each import brought, so that it can be taken back; what is on file already came before there was a journal."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "journal",
        sa.Column("step", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.Column("touched", sa.LargeBinary(), nullable=False),
        sa.Column("records", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("step", name="journal_pk"),
    )
    op.create_index("journal_import_id", "journal", ["import_id"])
    op.create_table(
        "journal_start",
        sa.Column("only", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("only", name="journal_start_pk"),
    )
    op.add_column("imports", sa.Column("undone_at", sa.BigInteger(), nullable=True))
    highest = op.get_bind().execute(sa.text("SELECT max(number) FROM contacts")).scalar()
    if highest is not None:
        op.execute(sa.text("INSERT INTO journal_start VALUES (1, :number)").bindparams(number=highest + 1))


def downgrade() -> None:
    with op.batch_alter_table("imports") as table:
        table.drop_column("undone_at")
    op.drop_table("journal_start")
    op.drop_index("journal_import_id", "journal")
    op.drop_table("journal")

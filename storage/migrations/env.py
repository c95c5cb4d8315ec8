"""Runs the migrations inside the transaction that `storage.database.migrate` opened."""

from alembic import context
from sqlalchemy import Connection

from storage.tables import METADATA


def run(connection: Connection) -> None:
    """Bring `connection`'s database to the wanted revision; whoever opened the transaction commits it."""
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=True,
        compare_type=True,
        transactional_ddl=True,
    )
    context.run_migrations()


run(context.config.attributes["connection"])

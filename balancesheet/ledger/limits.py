"""The time that the database may take."""

from django.db import connection


def lift_limits() -> None:
    """Let this transaction take its time: a page may not, a million entries must."""
    with connection.cursor() as cursor:
        for limit in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
            cursor.execute(f"SET LOCAL {limit} = 0")

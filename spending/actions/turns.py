"""How writers of spending wait for each other, and how long they may take."""

from django.db import connection

# Any number will do: nothing else in the portal takes an advisory lock of two numbers with this first one.
ATTRIBUTING = (2015, 500)


def lift_limits() -> None:
    """Let this transaction take its time: a page may not, a million rows must."""
    with connection.cursor() as cursor:
        for limit in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
            cursor.execute(f"SET LOCAL {limit} = 0")


def take_turn() -> None:
    """Wait until nobody else changes what is known of payments, and keep others waiting until this transaction ends.

    One lock for all of it, taken before the first row that two acts could both want: acts that add to the same totals
    in different orders can then never wait for each other. Taken again, it costs nothing.

    Raises OperationalError where the wait is longer than the connection's lock_timeout.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", ATTRIBUTING)
        # What follows is bounded by the payments touched, not by what a page may take.
        cursor.execute("SET LOCAL statement_timeout = 0")

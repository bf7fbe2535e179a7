"""Officers who close at once: on a database of their own, where others see only what is committed."""

import pytest
from django.db import connection

from balancesheet.tests.test_at_once import Database, printed

pytestmark = [pytest.mark.slow]
FROZEN = """
    SELECT coalesce(ledger_id, 'the borough'), count(*) FROM balancesheet_frozenstatement GROUP BY 1 ORDER BY 1
"""


@pytest.fixture
def database(django_db_setup, django_db_blocker):
    """Ledgers N1, N2 and TOWN with the years 2024-25 and 2025-26, nothing in them."""
    with django_db_blocker.unblock():
        home, own = connection.settings_dict["NAME"], Database("closing_at_once")
        own.sql("DROP DATABASE IF EXISTS closing_at_once", dbname=home)
        own.sql("CREATE DATABASE closing_at_once", dbname=home)
        own.manage("migrate", "-v0")
        assert printed(own.busy("books", "")) == "made"
        yield own
        own.sql("DROP DATABASE closing_at_once WITH (FORCE)", dbname=home)


def test_of_two_who_close_a_year_one_is_told_and_the_last_two_of_the_borough_freeze_it_once(database):
    # Each ledger twice and all at once: whoever comes last of three closes sees what the others have closed.
    at_once = [(code, database.busy("freeze", code)) for code in ("N1", "N2", "TOWN") for _ in range(2)]

    said = sorted((code, printed(process)) for code, process in at_once)

    assert said == [(code, words) for code in ("N1", "N2", "TOWN") for words in ("another was first", "closed")]
    assert database.sql(FROZEN) == [("N1", 1), ("N2", 1), ("TOWN", 1), ("the borough", 1)]
    assert database.failed() == []

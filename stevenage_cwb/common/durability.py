"""Which of PostgreSQL's settings must be as they are, so that what was acknowledged survives a crash."""

from django.db.backends.base.base import BaseDatabaseWrapper

# Without these, PostgreSQL may lose or tear what it has reported as committed.
MUST_BE_ON = ["fsync", "full_page_writes", "data_checksums"]
# Officers and logs speak of British days. Another zone tells of a server that was set up for somebody else.
TIME_ZONES = ["UTC", "Etc/UTC", "GMT", "Europe/London"]


def faults(connection: BaseDatabaseWrapper) -> list[str]:
    """Return a sentence for each setting that endangers what is stored. Costs one query."""
    names = [*MUST_BE_ON, "synchronous_commit", "TimeZone"]
    with connection.cursor() as cursor:
        # reset_val: Django sets the zone of its own sessions, which says nothing about the server's.
        cursor.execute("SELECT name, setting, reset_val FROM pg_settings WHERE name = ANY(%s)", [names])
        found = {name: (setting, server) for name, setting, server in cursor.fetchall()}
    wrong = [name for name in MUST_BE_ON if found[name][0] != "on"]
    if found["synchronous_commit"][0] == "off":
        wrong.append("synchronous_commit")
    sentences = [f"PostgreSQL's {name} is off: what was stored could be lost. Switch it on." for name in wrong]
    zone = found["TimeZone"][1]
    if zone not in TIME_ZONES:
        sentences.append(f"PostgreSQL's TimeZone is {zone}: set it to UTC.")
    return sentences

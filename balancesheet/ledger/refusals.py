"""What the ledger does not take, as facts: told from the names of the database's rules."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
from django.db import (
    DEFAULT_DB_ALIAS,
    DatabaseError,
    DataError,
    IntegrityError,
    OperationalError,
    connections,
    transaction,
)


class Refused(Exception):
    """The ledger took nothing, and the message says why."""


class NotWhole(Refused):
    """An amount is no whole number of the unit's smallest part above zero."""


class TooLarge(Refused):
    """An amount has more than 15 digits, or a year's total with it more than 18."""


class NotADay(Refused):
    """The date is none, or is a moment: that is another day in another place."""


class NotBalanced(Refused):
    """Debits and credits of a unit differ."""


class OnBothSides(Refused):
    """An account is debited and credited by one entry."""


class NotOneUnit(Refused):
    """An account does not exist, or is kept in another unit."""


class NoSuchYear(Refused):
    """The ledger has no year that holds the day."""


class YearIsClosed(Refused):
    """The year that holds the day is closed."""


class NothingToRestate(Refused):
    """The year that is said to be restated is not closed."""


class OtherContent(Refused):
    """The source posted something else under this key before."""


class PostedMeanwhile(Refused):
    """Somebody else is posting under this key at the same moment. Try again."""


class Busy(Refused):
    """Somebody else posts to the same accounts or closes the year at the same moment. Try again."""


class AlreadyReversed(Refused):
    """The entry was reversed before."""


class ReversalStands(Refused):
    """A reversal is not reversed: post again what it reversed."""


class EarlierYearIsOpen(Refused):
    """The year before has to be closed first."""


class DoesNotNet(Refused):
    """What neighbourhoods owe each other in the year differs from what they are due."""


class AlreadyClosed(Refused):
    """Somebody closed the year before."""


FACTS: dict[str, type[Refused]] = {
    "balancesheet_account_is_kept_in_the_unit_of_what_is_posted": NotOneUnit,
    "balancesheet_year_is_on_record": NoSuchYear,
    "balancesheet_year_is_open": YearIsClosed,
    "balancesheet_only_a_closed_year_is_restated": NothingToRestate,
    "balancesheet_a_key_has_one_content": OtherContent,
    "balancesheet_source_is_posted_once": PostedMeanwhile,
    "balancesheet_reversal_stands": ReversalStands,
    "balancesheet_earlier_years_close_first": EarlierYearIsOpen,
    "balancesheet_what_neighbourhoods_owe_nets_to_nothing": DoesNotNet,
}
# A lock that did not come in time, two who waited for each other, a snapshot from before somebody else's close.
BUSY = {"55P03", "40P01", "40001"}
OUT_OF_RANGE = "22003"
CHECK = "23514"


@contextmanager
def refusals() -> Iterator[None]:
    """Raise what the database refuses as the fact that it is. A transaction of the caller's can go on after it."""
    database = connections[DEFAULT_DB_ALIAS]
    try:
        if database.in_atomic_block:
            with transaction.atomic():
                yield
                # Here and not at the end of the caller's transaction, where nobody would expect it.
                database.check_constraints()
        else:
            yield
    except (IntegrityError, DataError) as error:
        raise fact(error) from error
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", None) not in BUSY:
            raise
        raise Busy("Somebody else is posting to the same accounts, or closing the year. Try again") from error


def fact(error: DatabaseError) -> Refused:
    """Return what a refusal by the database says."""
    cause = error.__cause__
    if not isinstance(cause, psycopg2.Error):
        return Refused(str(error))
    rule = cause.diag.constraint_name or ""
    if cause.pgcode == CHECK:
        # The names of rules are sentences, and the detail would be the whole row.
        return Refused(f"It breaks the rule “{rule.removeprefix('balancesheet_').replace('_', ' ')}”")
    named = TooLarge if cause.pgcode == OUT_OF_RANGE else FACTS.get(rule, Refused)
    return named(cause.diag.message_detail or cause.diag.message_primary)

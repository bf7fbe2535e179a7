"""What is known of published payments, kept equal to its definition through every act.

Each function here ends with the attributed payments and every rollup right. An act that calls one takes the turn
before it writes anything that another act may want: see `spending.actions.turns`.
"""

from collections.abc import Collection

from django.db import transaction

from spending.actions.attributing import naming, rollups
from spending.actions.attributing.checking import differences
from spending.actions.attributing.naming import payees_of
from spending.actions.attributing.replacing import forget, replace_file, replace_of
from spending.actions.turns import take_turn
from spending.models import Category, Scope, SourceFile

__all__ = [
    "attribute_all",
    "attribute_file",
    "attribute_payees",
    "attribute_suppliers",
    "differences",
    "forget_file",
    "payees_of",
    "scope_category",
]


@transaction.atomic
def attribute_file(*, file: SourceFile) -> None:
    """Attribute the payments of a file: it is published, or its names are read anew. One that is not has none."""
    take_turn()
    replace_file(file)


@transaction.atomic
def forget_file(*, file: SourceFile) -> None:
    """Forget what is known of the payments of a file: it is undone or replaced."""
    take_turn()
    forget(file)


@transaction.atomic
def attribute_payees(*, payees: Collection[int]) -> None:
    """Attribute anew what these payees were paid: something was decided about them."""
    take_turn()
    replace_of("payee_id", payees)


@transaction.atomic
def attribute_suppliers(*, suppliers: Collection[int]) -> None:
    """Attribute anew what went to these suppliers: they moved, or are of another kind or size than we knew."""
    take_turn()
    replace_of("supplier_id", suppliers)


@transaction.atomic
def scope_category(*, category: Category, scope: Scope) -> None:
    """Keep what an officer says of a category: whether it is analysed. The rules leave it alone from now on."""
    take_turn()
    Category.objects.filter(pk=category.pk).update(scope=scope, is_scope_decided=True)
    replace_of("category_id", [category.pk])


@transaction.atomic
def attribute_all() -> None:
    """Make everything anew: for changed rules of scope and tier, and for another edition of the postcodes.

    Readers see the former state until the end. Costs a look at every payment, file by file, and the writing of those
    of which something else is known now.
    """
    take_turn()
    naming.scope_again()
    for file in SourceFile.objects.order_by("pk"):
        (forget if file.undone_at else replace_file)(file)
    rollups.repair()

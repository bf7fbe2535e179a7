"""The changes to the charter's rows that are not made one by one in the admin."""

from collections.abc import Iterable

from django.db import models, transaction

from charter.models import (
    NeighbourhoodSmallArea,
    NeighbourhoodWard,
    shipped_programme,
)


@transaction.atomic
def load_words() -> dict[str, int]:
    """Create the shipped rows that are missing; change none. Return how many, by plural name.

    Costs two queries a table. What an officer deleted comes back: retire an action, empty a
    section, end a link instead.
    """
    shipped = shipped_programme()
    return dict(
        _create_missing(rows)
        for rows in (
            shipped.council,
            shipped.sections,
            shipped.benefits,
            shipped.foundations,
            shipped.kinds,
            shipped.actions,
            shipped.activities,
            shipped.neighbourhoods,
            shipped.wards,
            shipped.small_areas,
            shipped.ward_links,
            shipped.small_area_links,
        )
    )


def _create_missing(rows: Iterable[models.Model]) -> tuple[str, int]:
    rows = list(rows)
    model = type(rows[0])
    present = set(model._default_manager.values_list(_key(model), flat=True))
    missing = [row for row in rows if getattr(row, _key(model)) not in present]
    model._default_manager.bulk_create(missing)
    return str(model._meta.verbose_name_plural), len(missing)


def _key(model: type[models.Model]) -> str:
    """Return the column that tells whether a row is there.

    A ward or small area that has any link keeps it, also where an officer moved it elsewhere.
    """
    links: dict[type[models.Model], str] = {
        NeighbourhoodWard: "ward_id",
        NeighbourhoodSmallArea: "small_area_id",
    }
    return links.get(model, "pk")

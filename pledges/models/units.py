"""What pledges and reports count."""

from django.db import models


class Unit(models.TextChoices):
    """What a quantity counts. Units are never added to each other."""

    HOURS = "hours", "hours"
    POUNDS = "pounds", "pounds"
    PEOPLE = "people", "people"
    PLACEMENTS = "placements", "work placements"
    CONTRACTS = "contracts", "contracts"
    EVENTS = "events", "events"


# Half an hour and fifty pence exist; half a person does not.
DIVISIBLE_UNITS = [Unit.HOURS, Unit.POUNDS]

"""The words for what became of a pledge: how it came out, how far that is checked, how good the evidence is."""

from django.db import models

from pledges.models.units import Unit


class Kept(models.TextChoices):
    """How a pledge came out, as somebody reports it."""

    KEPT = "kept", "Kept"
    PARTLY = "partly", "Partly kept"
    NOT_KEPT = "not_kept", "Not kept"


class Stage(models.TextChoices):
    """What the portal knows of it. Only what two officers checked says how the pledge came out."""

    NONE = "none", "Nothing heard yet"
    SAID = "said", "Said, nothing checked yet"
    EVIDENCED = "evidenced", "Said, with evidence that one officer saw"
    KEPT = Kept.KEPT.value, "Kept, checked by two officers"
    PARTLY = Kept.PARTLY.value, "Partly kept, checked by two officers"
    NOT_KEPT = Kept.NOT_KEPT.value, "Not kept, checked by two officers"


class Grade(models.TextChoices):
    """How good the evidence is: the letters of the balance sheet, which takes verified reports over."""

    DOCUMENT = "A", "A document, which the council keeps"
    REGISTER = "B", "A public register"
    RETURN = "C", "A signed return"
    ESTIMATE = "D", "An estimate"


# Hundredths of a unit. More than 100 hours or £1,000 is not believed on anybody's word alone.
MUCH = {Unit.HOURS: 100_00, Unit.POUNDS: 1_000_00}
GRADES_FOR_MUCH = (Grade.DOCUMENT, Grade.REGISTER)

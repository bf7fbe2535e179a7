"""The charter's own page: its text, its benefits, and its foundations with their examples."""

from dataclasses import dataclass

from charter.pages.wording import Named, Section, Words, words


@dataclass(frozen=True)
class Example:
    """An example of what to pledge. benefit: the name of the one that the charter lists it under."""

    code: str
    sentence: str
    benefit: str


@dataclass(frozen=True)
class Foundation:
    """A foundation with the examples that serve it, where there are any."""

    code: str
    name: str
    description: str
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class CharterPage:
    """opening: the first section, which stands before the benefits and foundations."""

    opening: Section | None
    sections: tuple[Section, ...]
    benefits: tuple[Named, ...]
    foundations: tuple[Foundation, ...]
    is_draft: bool
    is_mapping_proposed: bool


def charter() -> CharterPage:
    """Return the page as the words stand today. No query while they are fresh."""
    today = words()
    return CharterPage(
        opening=next(iter(today.sections), None),
        sections=today.sections[1:],
        benefits=today.benefits,
        foundations=tuple(_foundation(foundation, today) for foundation in today.foundations),
        is_draft=any(section.is_draft for section in today.sections),
        is_mapping_proposed=any(action.is_mapping_proposed for action in today.actions),
    )


def _foundation(foundation: Named, today: Words) -> Foundation:
    benefits = {benefit.code: benefit.name for benefit in today.benefits}
    return Foundation(
        foundation.code,
        foundation.name,
        foundation.description,
        examples=tuple(
            Example(action.code, action.sentence, benefits.get(action.benefit, ""))
            for action in today.actions
            if action.foundation == foundation.code
        ),
    )

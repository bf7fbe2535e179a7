"""What crispy-forms-gds 2.0.1 gets wrong, put right by our templates."""

import re
from html.parser import HTMLParser

import pytest

pytestmark = pytest.mark.django_db


class Elements(HTMLParser):
    """All start tags with their attributes, in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def by_id(self, element_id: str) -> tuple[str, dict[str, str | None]]:
        [found] = [element for element in self.found if element[1].get("id") == element_id]
        return found


@pytest.fixture(autouse=True)
def _places(settings):
    settings.ROOT_URLCONF = "stevenage_cwb.tests.places"


@pytest.fixture
def empty(client) -> Elements:
    return Elements(client.get("/form/").content.decode())


@pytest.fixture
def wrong(client) -> Elements:
    return Elements(client.post("/form/", {"text": "x" * 21, "email": "no"}).content.decode())


def test_an_e_mail_field_in_error_is_marked_as_one(wrong):
    _, attributes = wrong.by_id("id_email")

    assert "govuk-input--error" in attributes["class"].split()
    assert attributes["aria-invalid"] == "true"


def test_an_e_mail_field_that_is_right_is_not_marked(empty):
    assert "govuk-input--error" not in empty.by_id("id_email")[1]["class"]


@pytest.mark.parametrize("part", ["id_due_on_0", "id_due_on_1", "id_due_on_2"])
def test_each_part_of_a_date_asks_for_the_numeric_keyboard(empty, part):
    tag, attributes = empty.by_id(part)

    assert (tag, attributes["inputmode"]) == ("input", "numeric")
    assert "label" not in attributes


def test_a_date_in_error_keeps_what_was_typed(client):
    parts = {"due_on_0": "31", "due_on_1": "<2>", "due_on_2": "2027"}

    page = Elements(client.post("/form/", parts).content.decode())

    assert [page.by_id(f"id_due_on_{n}")[1]["value"] for n in range(3)] == ["31", "<2>", "2027"]


def test_a_counted_box_takes_more_than_it_counts(empty):
    """Who pastes too much must see by how much, not lose the end unseen."""
    tag, attributes = empty.by_id("id_text")

    assert tag == "textarea"
    assert "maxlength" not in attributes
    assert "id_text-info" in attributes["aria-describedby"].split()


def test_the_count_is_told_without_a_script(client):
    assert "You can enter up to 20 characters" in client.get("/form/").content.decode()


def test_what_sends_a_form_is_a_button_that_holds_back_a_double_click(empty):
    buttons = [attributes for tag, attributes in empty.found if tag == "button"]

    assert [button["name"] for button in buttons] == ["later", "send"]
    assert all("data-prevent-double-click" in button for button in buttons)
    assert not [1 for tag, attributes in empty.found if attributes.get("type") == "submit"]


def test_a_button_carries_its_colour_and_its_value(empty):
    later = next(attributes for tag, attributes in empty.found if attributes.get("name") == "later")

    assert later["class"] == "govuk-button govuk-button--secondary"
    assert later["value"] == "Later"


def test_a_question_that_hangs_on_an_answer_shows_without_a_script(empty):
    _, hanging = empty.by_id("conditional_kind_1")
    _, answer = empty.by_id("id_kind_1")

    assert "hidden" not in hanging["class"]
    assert answer["data-aria-controls"] == "conditional_kind_1"
    assert "aria-controls" not in answer


def test_an_answer_without_a_further_question_controls_nothing(empty):
    assert "data-aria-controls" not in empty.by_id("id_kind_0")[1]


def test_radios_in_a_row_are_still_radios(empty):
    rows = [a["class"] for _, a in empty.found if "govuk-radios--inline" in (a.get("class") or "")]

    assert rows == ["govuk-radios govuk-radios--inline"]


def test_each_group_names_its_module(empty):
    modules = [attributes.get("data-module") for _, attributes in empty.found]

    assert modules.count("govuk-radios") == 2
    assert modules.count("govuk-checkboxes") == 1


def test_each_described_field_is_described_by_something_that_is_there(wrong):
    ids = {attributes.get("id") for _, attributes in wrong.found}
    named = [
        (attributes.get("id"), description)
        for _, attributes in wrong.found
        for description in (attributes.get("aria-describedby") or "").split()
    ]

    assert ("id_text", "id_text_1_error") in named
    assert ("id_email", "id_email_1_error") in named
    assert [description for _, description in named if description not in ids] == []


def test_each_error_leads_to_an_input(wrong):
    targets = [a["href"][1:] for tag, a in wrong.found if tag == "a" and a["href"].startswith("#id_")]

    assert len(targets) == 8
    assert {wrong.by_id(target)[0] for target in targets} == {"input", "textarea"}


def test_the_summary_of_errors_can_take_the_focus(wrong):
    [summary] = [a for _, a in wrong.found if a.get("class") == "govuk-error-summary"]

    assert summary["tabindex"] == "-1"


def test_a_page_with_errors_says_so_in_its_title(client):
    title = re.compile("<title>(.*?)</title>")

    right = title.search(client.get("/form/").content.decode())
    wrong = title.search(client.post("/form/", {"text": "x"}).content.decode())

    assert right.group(1).startswith("A form – ")
    assert wrong.group(1).startswith("Error: A form – ")

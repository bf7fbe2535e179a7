"""The officers' desk for the charter: who may edit what, and what cannot be lost there."""

import pytest
from django.contrib.admin.sites import site
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from charter import actions, pages
from charter.models import (
    Activity,
    Benefit,
    CharterSection,
    Council,
    ExampleAction,
    Foundation,
    Neighbourhood,
    NeighbourhoodSmallArea,
    NeighbourhoodWard,
    PledgerKind,
    SmallArea,
    Ward,
)
from charter.tests.make import make_action

pytestmark = pytest.mark.django_db

MODELS = [
    Activity,
    Benefit,
    CharterSection,
    Council,
    ExampleAction,
    Foundation,
    Neighbourhood,
    NeighbourhoodSmallArea,
    NeighbourhoodWard,
    PledgerKind,
    SmallArea,
    Ward,
]


def address(model, view, *args):
    return reverse(f"admin:charter_{model._meta.model_name}_{view}", args=args)


def signed_in(client, *codenames):
    officer = User.objects.create_user("officer", is_staff=True)
    officer.user_permissions.set(Permission.objects.filter(content_type__app_label="charter", codename__in=codenames))
    client.force_login(officer)


def form(client, url, **changed):
    """Return the fields of an admin form as a browser would send them, some of them changed."""
    fields = client.get(url).context["adminform"].form
    values = {name: fields.get_initial_for_field(field, name) for name, field in fields.fields.items()}
    sent = {name: "" if value is None else value for name, value in {**values, **changed}.items()}
    return {name: value for name, value in sent.items() if value is not False}


@pytest.fixture
def superuser(client):
    client.force_login(User.objects.create_superuser("root"))


@pytest.mark.parametrize("model", MODELS)
def test_every_list_search_and_form_opens(client, superuser, model):
    actions.load_words()

    row = model.objects.first()

    assert client.get(address(model, "changelist")).status_code == 200
    assert client.get(address(model, "change", row.pk)).status_code == 200
    if site.get_model_admin(model).search_fields:
        assert client.get(address(model, "changelist"), {"q": "bed"}).status_code == 200


def test_an_officer_with_permission_edits_a_foundation_and_the_page_shows_it(client):
    actions.load_words()
    signed_in(client, "view_foundation", "change_foundation")
    url = address(Foundation, "change", "climate")

    assert client.post(url, form(client, url, name="A cooler town")).status_code == 302

    pages.forget()
    assert b"A cooler town" in client.get("/charter/").content


def test_an_officer_without_permission_changes_nothing(client):
    actions.load_words()
    signed_in(client, "view_foundation")
    url = address(Foundation, "change", "climate")

    assert client.post(url, {"name": "A cooler town", "order": 4}).status_code == 403
    assert Foundation.objects.get(code="climate").name == "Tackling climate change"


def test_a_code_is_set_once(client, superuser):
    actions.load_words()
    url = address(Foundation, "change", "climate")

    client.post(url, form(client, url, code="weather"))

    assert Foundation.objects.count() == 4
    assert b'name="code"' in client.get(address(Foundation, "add")).content


@pytest.mark.parametrize(
    ("model", "code"),
    [(Foundation, "training"), (Benefit, "fairer"), (Neighbourhood, "chells-and-manor"), (Ward, "E05015627")],
)
def test_what_is_used_cannot_be_deleted(client, superuser, model, code):
    actions.load_words()

    response = client.post(address(model, "delete", code), {"post": "yes"})

    assert b"Cannot delete" in response.content
    assert model.objects.filter(pk=code).exists()


def test_the_council_can_be_renamed_but_neither_deleted_nor_doubled(client, superuser):
    actions.load_words()
    url = address(Council, "change", 1)

    assert client.get(address(Council, "add")).status_code == 403
    assert client.post(address(Council, "delete", 1), {"post": "yes"}).status_code == 403
    assert client.post(url, form(client, url, name="Central Hertfordshire")).status_code == 302
    assert Council.objects.get().name == "Central Hertfordshire"


@pytest.mark.parametrize(
    ("model", "code", "note"),
    [
        (Neighbourhood, "chells-and-manor", "Drawn, from the file"),
        (Ward, "E05004812", "Not drawn."),
        (SmallArea, "E01023755", "Drawn, from the file"),
    ],
)
def test_an_outline_is_noted_and_survives_an_edit(client, superuser, model, code, note):
    actions.load_words()
    outline = model.objects.get(pk=code).outline
    url = address(model, "change", code)

    assert note in client.get(url).content.decode()
    client.post(url, form(client, url, name="Renamed", outline="{}"))

    assert model.objects.get(pk=code).name == "Renamed"
    assert model.objects.get(pk=code).outline == outline


def test_links_are_confirmed_together(client):
    actions.load_words()
    signed_in(client, "view_neighbourhoodward", "change_neighbourhoodward")
    chosen = list(NeighbourhoodWard.objects.values_list("pk", flat=True)[:3])

    response = client.post(
        address(NeighbourhoodWard, "changelist"),
        {"action": "confirm", "_selected_action": chosen},
        follow=True,
    )

    assert b"Links confirmed: 3." in response.content
    assert NeighbourhoodWard.objects.filter(is_confirmed=True).count() == 3


def test_one_who_may_only_look_is_not_offered_to_confirm(client):
    actions.load_words()
    signed_in(client, "view_neighbourhoodward")

    client.post(
        address(NeighbourhoodWard, "changelist"),
        {"action": "confirm", "_selected_action": [NeighbourhoodWard.objects.first().pk]},
    )

    assert not NeighbourhoodWard.objects.filter(is_confirmed=True).exists()


def test_the_list_of_examples_costs_the_same_for_one_and_for_thirty(client, superuser, django_assert_max_num_queries):
    make_action("f1")
    with django_assert_max_num_queries(20) as one:
        client.get(address(ExampleAction, "changelist"))

    for number in range(2, 31):
        make_action(f"f{number}")
    with django_assert_max_num_queries(len(one)):
        client.get(address(ExampleAction, "changelist"))


def test_the_list_of_small_areas_costs_the_same_for_one_and_for_54(client, superuser, django_assert_max_num_queries):
    actions.load_words()
    with django_assert_max_num_queries(20) as one:
        client.get(address(NeighbourhoodSmallArea, "changelist"), {"q": "E01023755"})

    with django_assert_max_num_queries(len(one)):
        assert b"54 " in client.get(address(NeighbourhoodSmallArea, "changelist")).content

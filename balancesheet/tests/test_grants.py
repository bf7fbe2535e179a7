"""Grants: what a file may hold, what becomes of its rows, which figures they move, and that a download comes back."""

import csv
import io
import json
from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from balancesheet.actions.grants import import_grants
from balancesheet.models import Entry, Grant, GrantFile
from balancesheet.pages.grants import COLUMNS
from balancesheet.pages.origins import origin_of
from balancesheet.sources import Taken
from balancesheet.tests.make import NOON, lines
from balancesheet.tests.make_spending import came_in, take
from charter.models import NeighbourhoodSmallArea, SmallArea
from charter.tests.make import LONG_AGO
from spending.tests.make_known import officer

pytestmark = pytest.mark.usefixtures("books")
LATER = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
COUNCIL = "Stevenage Borough Council"
ROW = {
    "Identifier": "360G-stevenage-1",
    "Title": "Community garden",
    "Description": "Beds, tools and a shed",
    "Currency": "GBP",
    "Amount Awarded": "1200.50",
    "Award Date": "2025-06-15",
    "Recipient Org:Identifier": "GB-CHC-1234567",
    "Recipient Org:Name": "Pin Green Gardeners",
    "Beneficiary Location:Name": "Pin Green",
    "Beneficiary Location:Geographic Code": "",
    "Beneficiary Location:Geographic Code Type": "",
    "Funding Org:Identifier": "GB-LAE-STV",
    "Funding Org:Name": COUNCIL,
}


def table(*rows, titles=None):
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, titles or list(ROW))
    writer.writeheader()
    writer.writerows({**ROW, **row} for row in rows)
    return text.getvalue().encode()


def send(*rows, at=NOON, **asked):
    content = rows[0] if rows and isinstance(rows[0], bytes) else table(*(rows or [{}]))
    return import_grants(content, name="grants.csv", by=None, at=at, **asked)


def downloaded(client, kind="csv"):
    response = client.get(f"/balance-sheet/grants.{kind}")
    return response.getvalue() if kind == "csv" else response.content


def test_a_file_is_stored_with_every_field_that_it_has():
    report = send()

    assert (report.outcome, report.rows, report.new, report.ledgers) == ("imported", 1, 1, {"N1": 1})
    grant = Grant.objects.get()
    assert {title: getattr(grant, field) for title, field in COLUMNS.items()} == {
        **ROW,
        "Amount Awarded": 120_050,
        "Award Date": date(2025, 6, 15),
    }
    assert (grant.row_no, grant.file.digest) == (2, report.digest)


@pytest.mark.parametrize(
    ("funder", "credit"), [(COUNCIL, "4020"), (COUNCIL.upper(), "4020"), ("National Lottery Community Fund", "4030")]
)
def test_what_a_group_was_awarded_is_held_by_groups_and_came_from_its_funder(funder, credit):
    send({"Funding Org:Name": funder})

    assert take("grant") == Taken(posted=1)

    entry = Entry.objects.get()
    assert (entry.source, entry.source_ref) == ("grant", "360G-stevenage-1/1")
    assert (entry.ledger_id, entry.dated, entry.grade) == ("N1", date(2025, 6, 15), "B")
    assert entry.words == "Grant to Pin Green Gardeners: Community garden"
    assert lines(entry) == [("GBP", "1020", credit, 120_050)]


class TestPlaces:
    @pytest.fixture
    def area(self):
        area = SmallArea.objects.create(code="E01000009", name="A", valid_from=LONG_AGO)
        turn = date(2025, 4, 1)
        for place, first, last in (("pin-green", LONG_AGO, turn), ("chells", turn, None)):
            NeighbourhoodSmallArea.objects.create(
                neighbourhood_id=place, small_area=area, valid_from=first, valid_to=last, source="A test"
            )
        return area

    @pytest.mark.parametrize(
        ("day", "ledger"), [("2001-01-01", "N1"), ("2025-03-31", "N1"), ("2025-04-01", "N2"), ("2026-01-01", "N2")]
    )
    def test_a_small_area_leads_to_the_neighbourhood_of_the_day(self, area, day, ledger):
        report = send({"Beneficiary Location:Geographic Code": area.code, "Award Date": day})

        assert report.ledgers == {ledger: 1}

    @pytest.mark.parametrize(
        ("name", "code", "ledger"),
        [("CHELLS", "", "N2"), ("Stevenage", "E07000243", "TOWN"), ("", "", "TOWN"), ("The Oval", "", "TOWN")],
    )
    def test_a_name_leads_to_its_neighbourhood_and_else_it_is_the_whole_town(self, name, code, ledger):
        report = send({"Beneficiary Location:Name": name, "Beneficiary Location:Geographic Code": code})

        assert report.ledgers == {ledger: 1}

    def test_a_place_elsewhere_is_no_business_of_ours(self):
        report = send({"Beneficiary Location:Geographic Code": "E05009999"})

        assert report.outcome == "refused"
        assert report.faults[0].sentence == "This is no ward or small area of Stevenage that we know"


@pytest.mark.parametrize(
    ("changed", "column", "sentence"),
    [
        ({"Identifier": " "}, "Identifier", "Nothing stands here"),
        ({"Identifier": "x" * 181}, "Identifier", "181 characters"),
        ({"Funding Org:Name": ""}, "Funding Org:Name", "Nothing stands here"),
        ({"Currency": "EUR"}, "Currency", "Only GBP"),
        ({"Amount Awarded": "1,200.50"}, "Amount Awarded", "without a comma"),
        ({"Amount Awarded": "£1200"}, "Amount Awarded", "without a comma or a pound sign"),
        ({"Amount Awarded": "-5"}, "Amount Awarded", "number of pounds"),
        ({"Amount Awarded": "NaN"}, "Amount Awarded", "number of pounds"),
        ({"Amount Awarded": "1e3"}, "Amount Awarded", "number of pounds"),
        ({"Amount Awarded": "0.005"}, "Amount Awarded", "whole pence"),
        ({"Amount Awarded": "99999999999999"}, "Amount Awarded", "number of pounds"),
        ({"Award Date": "15/06/2025"}, "Award Date", "2026-03-31"),
        ({"Award Date": "2025-02-30"}, "Award Date", "2026-03-31"),
        (
            {"Recipient Org:Name": "Mrs A Smith", "Recipient Org:Identifier": "360G-x-1"},
            "Recipient Org:Name",
            "like a person",
        ),
    ],
)
def test_a_row_that_is_wrong_is_named_and_nothing_is_stored(changed, column, sentence):
    report = send({"Identifier": "fine"}, changed)

    assert (report.outcome, report.fault_count) == ("refused", 1)
    (fault,) = report.faults
    assert (fault.row, fault.column) == (3, column)
    assert sentence in fault.sentence
    assert not Grant.objects.exists()
    assert not GrantFile.objects.exists()


def test_an_organisation_named_after_somebody_is_none_where_a_register_knows_it():
    assert send({"Recipient Org:Name": "Mr Fothergill's Trust"}).new == 1


def test_a_file_with_people_in_it_is_refused():
    titles = [*ROW, "Recipient Ind:Identifier"]
    report = send(table({"Recipient Ind:Identifier": "IND-1"}, {"Identifier": "2"}, titles=titles))

    assert [(fault.row, fault.column) for fault in report.faults] == [(2, "Recipient Ind:Identifier")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "has no column"),
        (b"Identifier,Title\n1,2\n", "has no column “Description”"),
        (table({}, titles=[*ROW, "identifier"]), "Two columns have the title “Identifier”"),
        (table({"Title": "Caf\u00e9"}).decode().encode("latin-1"), "not written in UTF-8"),
        (b"PK\x03\x04\x00\x00", "characters that no text has"),
        (b'{"grants": 5}', "no package of grants"),
        (b"{", "no package of grants"),
        (b'{"grants": [["a"]]}', "no package of grants"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole(content, reason):
    report = send(content)

    assert report.outcome == "refused"
    assert reason in report.reason


def test_the_same_file_and_the_same_rows_change_nothing():
    send()

    assert send().outcome == "duplicate"
    assert send(table({}) + b"\r\n").outcome == "duplicate"
    twice = send({}, {}, {"Identifier": "2"})
    assert (twice.rows, twice.new, twice.same) == (3, 1, 2)
    assert GrantFile.objects.count() == 2


def test_two_rows_that_contradict_each_other_are_told_apart():
    report = send({}, {"Title": "Another"})

    assert report.faults[0].sentence == "Row 2 says something else of this grant"


def test_a_dry_run_says_the_same_and_stores_nothing():
    meant = send(dry_run=True)

    assert not Grant.objects.exists()
    assert meant.as_json() | {"file": 0} == send().as_json() | {"file": 0}


def test_a_changed_grant_supersedes_and_its_entry_is_corrected():
    send()
    take("grant")

    assert send({"Amount Awarded": "900"}, at=LATER).changed == 1
    assert take("grant") == Taken(posted=1, reversed=1)
    first, second = Grant.objects.order_by("pk")
    assert second.supersedes == first
    assert list(Grant.objects.current()) == [second]
    assert came_in("N1", account="4020") == 90_000
    assert [entry.source_ref for entry in Entry.objects.order_by("pk") if entry.kind == "movement"] == [
        "360G-stevenage-1/1",
        "360G-stevenage-1/2",
    ]


@pytest.mark.parametrize("change", [{"Title": "Allotment"}, {"Recipient Org:Name": "Others"}])
def test_an_entry_says_what_its_grant_says_now(change):
    send()
    take("grant")
    send(change)

    assert take("grant") == Taken(posted=1, reversed=1)
    assert next(iter(change.values())) in Entry.objects.filter(kind="movement").latest("pk").words


def test_a_change_that_an_entry_does_not_tell_of_leaves_it_alone():
    send()
    take("grant")
    send({"Description": "Beds, tools and two sheds"})

    assert take("grant") == Taken(unchanged=1)


def test_an_award_that_was_taken_back_comes_to_nothing():
    send()
    take("grant")
    send({"Amount Awarded": "0"})

    assert take("grant") == Taken(reversed=1, left_out={"nothing": 1})
    assert came_in("N1", account="4020") == 0


class TestRulesOfTheDatabase:
    @pytest.fixture
    def grant(self):
        send()
        return Grant.objects.get()

    @pytest.mark.parametrize(
        ("changed", "rule"),
        [
            ({"currency": "EUR"}, "is_in_pounds"),
            ({"amount_pence": -1}, "no_less_than_nothing"),
            ({"amount_pence": 10**15}, "no_less_than_nothing"),
            ({"recipient_name": "Miss A. Smith", "recipient_id": "360G-x"}, "goes_to_no_person"),
            ({"title": ""}, "title_is_filled"),
            ({}, "begins_once"),
            ({"identifier": "other", "supersedes_id": 0}, "supersedes_a_version_of_its_own"),
        ],
    )
    def test_a_version_that_breaks_a_rule_is_refused(self, grant, changed, rule):
        if "supersedes_id" in changed:
            changed = {**changed, "supersedes_id": grant.pk}
        row = {field.attname: getattr(grant, field.attname) for field in Grant._meta.local_fields}

        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            Grant.objects.create(**{**row, "id": None, "row_no": 9, **changed})

    def test_a_version_is_superseded_once(self, grant):
        send({"Title": "Second"})

        with pytest.raises(IntegrityError, match="supersedes"), transaction.atomic():
            Grant.objects.bulk_create(
                [
                    Grant(
                        **{
                            **Grant.objects.filter(pk=grant.pk).values()[0],
                            "id": None,
                            "row_no": 9,
                            "supersedes_id": grant.pk,
                        }
                    )
                ]
            )

    @pytest.mark.parametrize("act", ["UPDATE balancesheet_grant SET title = 'x'", "DELETE FROM balancesheet_grant"])
    def test_versions_are_kept_as_written(self, grant, act):
        with pytest.raises(IntegrityError, match="never changed or deleted"), transaction.atomic():
            connection.cursor().execute(act)


# -- as everybody reads it -------------------------------------------------------------

AWKWARD = [
    {},
    {"Identifier": "2", "Title": "=1+1", "Description": "“Quotes”, commas,\r\nand lines", "Amount Awarded": "0"},
    {
        "Identifier": "10/a",
        "Title": "'-quoted'",
        "Recipient Org:Name": "Chells & Co <b>",
        "Amount Awarded": "9999999999999.99",
    },
]


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_a_download_comes_back_as_it_went(client, kind):
    with transaction.atomic():
        send(*AWKWARD)
        first = downloaded(client, kind)
        assert send(first).outcome == "duplicate"
        # Into an empty portal, as it was before.
        transaction.set_rollback(True)

    assert send(first).new == 3
    assert downloaded(client, kind) == first


def test_the_downloads_have_the_titles_and_parts_that_the_standard_asks_for(client):
    send()

    rows = list(csv.DictReader(io.StringIO(downloaded(client).decode())))
    package = json.loads(downloaded(client, "json"))

    assert rows == [ROW]
    assert package["grants"] == [
        {
            "id": "360G-stevenage-1",
            "title": "Community garden",
            "description": "Beds, tools and a shed",
            "currency": "GBP",
            "amountAwarded": 1200.5,
            "awardDate": "2025-06-15",
            "recipientOrganization": [{"id": "GB-CHC-1234567", "name": "Pin Green Gardeners"}],
            "beneficiaryLocation": [{"name": "Pin Green"}],
            "fundingOrganization": [{"id": "GB-LAE-STV", "name": COUNCIL}],
        }
    ]


@pytest.mark.parametrize("date_written", ["2025-06-15T00:30:00+01:00", "2025-06-14T23:30:00Z", "2025-06-15T12:00:00"])
def test_a_moment_is_a_day_in_the_united_kingdom(date_written):
    send({"Award Date": date_written})

    assert Grant.objects.get().award_date == date(2025, 6, 15)


def test_titles_may_be_written_as_files_with_several_places_write_them():
    titles = [title.replace("Location:", "Location:0:").upper() for title in ROW]
    content = table({}).replace(",".join(ROW).encode(), ",".join(titles).encode())

    assert send(content).ledgers == {"N1": 1}


def test_the_register_shows_the_newest_version_and_what_was_said_before(client):
    send({"Title": "<script>alert(1)</script>"})
    send({"Amount Awarded": "900"})
    take("grant")
    newest = Grant.objects.latest("pk")

    register = client.get("/balance-sheet/grants/").text
    page = client.get(newest.get_absolute_url()).text

    assert "£900.00" in register
    assert "£1,200.50" not in register
    assert "£1,200.50 to Pin Green Gardeners" in page
    assert "<script>alert" not in page + register
    assert "It moved these figures" in page
    assert "Council grants: 900.00 pounds" in page
    assert client.get("/balance-sheet/grants/999999/").status_code == 404


def test_the_register_costs_the_same_for_one_grant_and_thirty(client, django_assert_num_queries):
    client.get("/charter/")
    for rows in ([{}], [{"Identifier": f"g{number}"} for number in range(30)]):
        send(*rows)
        with django_assert_num_queries(2):
            client.get("/balance-sheet/grants/")


def test_an_empty_register_says_so(client):
    assert "No grants have been published here yet." in client.get("/balance-sheet/grants/").text


def test_an_entry_leads_to_its_grant_and_file():
    report = send()
    take("grant")

    origin = origin_of(Entry.objects.get())

    assert origin.address == Grant.objects.get().get_absolute_url()
    assert [(shown.title, shown.digest) for shown in origin.evidence] == [("grants.csv, row 2", report.digest)]


# -- the command and the desk ----------------------------------------------------------


def test_the_command_says_what_became_of_a_file(tmp_path, capsys):
    path = tmp_path / "grants.csv"
    path.write_bytes(table({}))

    call_command("import_grants", path, "--dry-run", "--json")
    meant = json.loads(capsys.readouterr().out)
    call_command("import_grants", path)
    said = capsys.readouterr().out

    assert (meant["outcome"], meant["new"], meant["file"]) == ("imported", 1, None)
    assert "outcome: imported" in said
    assert Grant.objects.count() == 1


@pytest.fixture
def desk(client):
    person = officer()
    person.groups.add(Group.objects.get(name="Ledger officer"))
    client.force_login(person)
    return client


ADD = "/admin/balancesheet/grantfile/add/"


def test_on_the_desk_a_file_is_looked_at_and_then_imported(desk):
    look = desk.post(ADD, {"file": SimpleUploadedFile("grants.csv", table({}))})
    assert "Nothing is stored yet" in look.text
    assert not Grant.objects.exists()

    done = desk.post(ADD, {"file": SimpleUploadedFile("grants.csv", table({})), "is_meant": "on"}, follow=True)

    assert "Imported: 1 new, 0 changed, 0 as before." in done.text
    assert GrantFile.objects.get().imported_by == officer()
    assert "grants.csv" in done.text


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (table({"Currency": "EUR"}), "Only GBP is taken in"),
        (b"x", "This file cannot be imported"),
        (b"", "The file is empty"),
    ],
)
def test_on_the_desk_a_file_with_faults_is_told_of_row_by_row(desk, content, says):
    page = desk.post(ADD, {"file": SimpleUploadedFile("grants.csv", content), "is_meant": "on"})

    assert page.status_code == 422
    assert says in page.text
    assert not Grant.objects.exists()


def test_the_desk_lists_files_and_versions(desk):
    send()
    send({"Amount Awarded": "900"})

    assert "£1,200.50" in desk.get("/admin/balancesheet/grant/").text
    assert desk.get(f"/admin/balancesheet/grant/{Grant.objects.first().pk}/change/").status_code == 200
    assert desk.get(f"/admin/balancesheet/grantfile/{GrantFile.objects.first().pk}/change/").status_code == 200


def test_who_may_not_import_may_not(client):
    client.force_login(officer())

    assert client.get(ADD).status_code == 403

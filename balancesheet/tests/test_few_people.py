"""What would tell of fewer than five people is in no figure, no list and no entry, nor can it be worked out of them."""

from datetime import date

import pytest

from balancesheet.actions import evidence, returning
from balancesheet.actions.evidence import Document, Shown
from balancesheet.models import Entry
from balancesheet.tests.make import NOON, make_person, make_proxy
from balancesheet.tests.make_returns import make_checked, make_claim
from balancesheet.tests.make_statement import line, moved, of, people

pytestmark = pytest.mark.usefixtures("books")

HIDDEN = "not shown"


def hours(*people_of, ledger="N1", day="04/06/2025"):
    """Return returns of 10 hours each, checked, by as many people as said; none: nobody said how many."""
    return [
        make_checked(
            neighbourhood=ledger, people=str(count or ""), amount="10", date=day, what_happened=f"Work {number}"
        )
        for number, count in enumerate(people_of)
    ]


def listed(client, asked, slug="pin-green", year="2025-26"):
    found = client.get(f"/balance-sheet/{slug}/{year}/entries.json?{asked}").json()
    return found["sum"], [item["amount"] for item in found["items"]]


@pytest.mark.parametrize(
    ("people_of", "expected"),
    [
        ((4,), HIDDEN),
        ((5,), "10"),
        ((1, 1, 1, 1), HIDDEN),
        ((1, 1, 1, 1, 1), "50"),
        ((2, 3), "20"),
        ((4, None), HIDDEN),
        ((None,), "10"),
        ((1_000, 4), "20"),
    ],
)
def test_hours_are_shown_only_where_their_returns_name_five_people_or_nobody_says(people_of, expected):
    hours(*people_of)

    assert line(of(), "4200")["year"] == line(of(), "5200")["year"] == expected
    assert line(of(year_starting=2026), "4200")["before"] == expected
    assert line(of(), "4210")["year"] == "not recorded"


def test_people_of_another_year_ledger_or_kind_or_of_a_withdrawn_return_are_not_counted_in():
    _, many = hours(3, 20)
    hours(30, day="01/04/2026")
    hours(30, day="31/03/2025")
    hours(30, ledger="N2")
    make_checked(kind="hours_partners", people="30", date="04/06/2025")
    assert line(of(), "4200")["year"] == "20"

    returning.withdraw(key=many.pk, why="Counted twice", by=make_person("checks"), at=NOON)

    assert line(of(), "4200")["year"] == HIDDEN


def test_what_few_hours_may_be_worth_is_not_told_either():
    make_proxy("an hour", accounts=["4200"], valid_from=date(2020, 4, 1), valid_to=date(2030, 4, 1))
    hours(4)

    (valued,) = of().worth.lines
    assert {figure.said for figure in valued.figures} == {HIDDEN}


@pytest.mark.parametrize(
    ("by_ledger", "expected"),
    [
        ({"N1": 3, "N2": 20}, HIDDEN),
        ({"N1": 3, "N2": 2, "TOWN": 20}, "30"),
        ({"N1": 1, "N2": 2, "TOWN": 20}, HIDDEN),
        ({"N1": 6, "N2": 20}, "20"),
    ],
)
def test_the_borough_less_what_is_shown_tells_of_no_few_hours(by_ledger, expected):
    for ledger, count in by_ledger.items():
        hours(count, ledger=ledger)

    assert line(of("stevenage"), "4200")["year"] == expected


def test_the_borough_less_what_is_shown_tells_of_no_few_people():
    for ledger, count in {"N1": 1, "N2": 2, "TOWN": 20}.items():
        people(ledger, count, ledger=ledger)

    assert line(of("stevenage"), "1700")["closing"] == HIDDEN


def test_where_a_few_gave_some_of_the_hours_the_list_tells_their_sum_alone(client):
    few, many = hours(2, 6)

    assert listed(client, "account=4200&part=year") == ("20.00", [None, None])
    for narrowed in ("grade=D", "source=return", "q=Work+1", "q=Work"):
        assert listed(client, f"account=4200&part=year&{narrowed}")[0] is None, narrowed
    for returned in (few, many):
        page = client.get(f"/balance-sheet/entries/{returned.entry_id}/").content.decode()
        assert HIDDEN in page
        assert returned.entry.digest not in page
    rows = b"".join(client.get("/balance-sheet/pin-green/2025-26/entries.csv?account=4200").streaming_content).decode()
    assert "Work 1" in rows
    assert many.entry.digest not in rows


def test_where_enough_people_gave_each_of_the_hours_everything_is_told(client):
    (returned, _) = hours(5, 6)

    assert listed(client, "account=4200&part=year&q=Work+1") == ("10.00", ["10.00"])
    page = client.get(f"/balance-sheet/entries/{returned.entry_id}/").content.decode()
    assert HIDDEN not in page
    assert returned.entry.digest in page


def test_a_reversal_does_not_tell_what_it_takes_back(client):
    (few,) = hours(2)
    hours(9)
    returning.withdraw(key=few.pk, why="Counted twice", by=make_person("checks"), at=NOON)

    reversal = Entry.objects.get(reverses=few.entry_id)
    assert HIDDEN in client.get(f"/balance-sheet/entries/{reversal.pk}/").content.decode()
    assert listed(client, "account=4200&part=year") == ("10.00", [None, None, None])


def test_an_entry_of_many_people_does_not_tell_of_the_few_beside_it(client):
    people("three", 3)
    nine = people("nine", 9)

    assert HIDDEN in client.get(f"/balance-sheet/entries/{nine.pk}/").content.decode()
    people("eight", 8, ledger="N2")
    eight = Entry.objects.get(source_ref="eight")
    assert "<strong>8</strong>" in client.get(f"/balance-sheet/entries/{eight.pk}/").content.decode()


def test_lines_together_tell_no_more_than_each_by_itself(client):
    """Three lines of few people, two by two, would give away each of them."""
    for ref, to, by in (("work", "5410", "4410"), ("course", "5420", "4420"), ("vote", "5430", "4430")):
        moved(ref, to=to, by=by, amount=3, unit="PERSON")

    assert listed(client, "account=4410,4420&part=year") == (None, [None, None])
    assert listed(client, "account=4410,4430&part=year")[0] is None


@pytest.mark.parametrize("asked", ["account=4410&part=closing", "account=1700&part=year", "account=1700&part=before"])
def test_a_part_that_no_figure_has_is_not_added_up_of_people(client, asked):
    people("joined", 40)
    moved("work", to="5410", by="4410", amount=40, unit="PERSON")

    assert listed(client, asked)[0] is None


@pytest.mark.parametrize(
    ("found", "met", "expected"),
    [(7, 14, HIDDEN), (20, 9, "20"), (3, 0, HIDDEN), (20, 3, HIDDEN)],
)
def test_who_came_and_went_does_not_tell_of_the_few_that_are_left(client, found, met, expected):
    for ref, to, by, count in (("found", "5540", "2400", found), ("met", "2400", "4540", met)):
        if count:
            moved(ref, to=to, by=by, amount=count, unit="PERSON")
    moved("wait", to="3000-PERSON", by="2400", amount=10, unit="PERSON", kind="opening", dated=date(2024, 4, 1))

    assert line(of(), "5540")["year"] == expected
    assert line(of(year_starting=2026), "5540")["before"] == expected
    assert (listed(client, "account=5540&part=year")[0] is None) == (expected == HIDDEN)


@pytest.mark.parametrize("count", [1, 30])
def test_a_statement_of_hours_costs_one_query_more_however_many_returns_there_are(count, django_assert_num_queries):
    hours(*[2] * count)

    with django_assert_num_queries(11):
        of("stevenage")


def test_a_document_that_everybody_may_see_is_one_link_away_from_the_entry(client, tmp_path):
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(b"%PDF-1.7 a letter")
    shown = Shown(kind="document", title="Award letter", document=Document(letter, letter.name))
    claim = make_claim(kind="grant_other", amount="100", unit="pounds")
    returned = returning.enter(claim=claim, shown=shown, by=make_person("enters"), at=NOON)
    returned = returning.check(key=returned.pk, seen=returned.entered_at, by=make_person("checks"), at=NOON)
    address = f"/balance-sheet/evidence/{returned.evidence_id}/"

    def page():
        return client.get(f"/balance-sheet/entries/{returned.entry_id}/").content.decode()

    assert address not in page()
    assert client.get(address).status_code == 404
    evidence.show_to_everybody(returned.evidence, is_public=True)
    assert f'href="{address}"' in page()
    assert b"".join(client.get(address).streaming_content) == letter.read_bytes()


def test_a_list_of_the_borough_says_where_each_entry_is_and_what_is_counted(client):
    hours(5)
    hours(6, ledger="N2")

    page = client.get("/balance-sheet/stevenage/2025-26/entries/?account=4200&part=year").content.decode()
    alone = client.get("/balance-sheet/pin-green/2025-26/entries/?account=4200&part=year").content.decode()

    assert "2 entries, 20 hours" in page
    assert [page.count(f">{name}</span>") for name in ("Pin Green", "Chells")] == [1, 1]
    assert ">Pin Green</span>" not in alone

"""Every file of the shared set is read as expected.json says: to the penny, or with a reason why not."""

import json
from pathlib import Path

import pytest

from spending.actions.reading import read
from spending.actions.reading.lines import Layout, Outcome, PayeeClass, Quarantined

FILES = Path(__file__).parent / "files"
EXPECTED = {file["file"]: file for file in json.loads((FILES / "expected.json").read_text())["files"]}
OUTCOMES = {"import": Outcome.IMPORTED, "needs_input": Outcome.NEEDS_INPUT, "reject": Outcome.REFUSED}
IMPORTED = [name for name, file in EXPECTED.items() if file["outcome"] == "import"]
READABLE = [name for name, file in EXPECTED.items() if file["outcome"] != "reject"]
# The names of roles there and here; those that only tell a person more stand in no payment.
ROLES = {"company_number": "company_no", "charity_number": "charity_no", "merchant_category": "category"}
NOT_READ = {"directorate", "creditor_type", "vat_number"}
# Two cells that no payment hangs on, where our reading differs: the file's own summary of purpose is preferred to the
# category, and what was cut from this file has left nothing but ASCII.
DIFFERENT = {("calderdale_2019-06.csv", "purpose"), ("warwickshire_2018-03_wide_trailing.csv", "encoding")}


def iso(day):
    return day.isoformat() if day else None


def filled(counts):
    return {kind: count for kind, count in counts.items() if count}


def whole(name, **asked):
    reading = read(FILES / name, **{"layout": None, "accept_proposal": False, **asked})
    return reading, list(reading.lines())


@pytest.mark.parametrize("name", READABLE)
def test_a_file_adds_up_to_what_is_expected(name):
    expected = EXPECTED[name]

    reading, lines = whole(name)

    counts = reading.counts
    assert (counts.imported, counts.sum_pence) == (expected["rows_imported"], expected["sum_pence"])
    assert (counts.negative, counts.redacted) == (expected["negative_rows"], expected["redacted_rows"])
    assert (iso(counts.date_min), iso(counts.date_max)) == (expected["date_min"], expected["date_max"])
    assert filled(counts.ignored) == filled(expected["ignored"])
    assert sum(isinstance(line, Quarantined) for line in lines) == len(expected["quarantined"])
    assert (
        sum(line.amount_pence for line in lines if line.payee_class is PayeeClass.REDACTED)
        == expected["redacted_sum_pence"]
    )


@pytest.mark.parametrize("name", READABLE)
def test_a_file_is_read_from_the_right_columns(name):
    expected = EXPECTED[name]

    reading, _ = whole(name)

    titles = {ROLES.get(role, role): title for role, title in expected["columns"].items() if role not in NOT_READ}
    found = {role: reading.layout.titles.get(role) for role in titles}
    assert {role for role in titles if found[role] != titles[role]} <= {
        role for file, role in DIFFERENT if file == name
    }
    assert reading.header_record == expected["header_record"]
    assert reading.encoding == expected["encoding"] or (name, "encoding") in DIFFERENT


@pytest.mark.parametrize("name", READABLE)
def test_the_first_named_payment_is_that_of_the_file(name):
    first = EXPECTED[name].get("first_named_row")

    _, lines = whole(name)

    named = next(line for line in lines if line.payee_class in (PayeeClass.NAMED, PayeeClass.POOLED))
    if first:
        assert (named.record, named.payee_raw, named.amount_pence, iso(named.pay_date)) == (
            first["record"], first["supplier"], first["amount_pence"], first["date"],
        )  # fmt: skip


@pytest.mark.parametrize("name", EXPECTED)
def test_a_file_ends_in_its_outcome_and_only_a_medium_one_asks_for_a_yes(name):
    expected = EXPECTED[name]

    reading, _ = whole(name)

    if reading.outcome is Outcome.NEEDS_CONFIRMATION and expected["difficulty"] != "easy":
        reading, _ = whole(name, accept_proposal=True)
    assert reading.outcome is OUTCOMES[expected["outcome"]]
    assert bool(reading.reasons) == (reading.outcome is not Outcome.IMPORTED)


@pytest.mark.parametrize("name", IMPORTED)
def test_the_layout_that_was_taken_reads_the_file_again(name):
    first, lines = whole(name, accept_proposal=True)

    again, same = whole(name, layout=Layout.from_json(first.layout.as_json()))

    assert (again.outcome, again.layout.digest) == (Outcome.IMPORTED, first.layout.digest)
    assert again.proposal is None
    assert same == lines


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("darlington_2013-02_sql_preamble.csv", "no_date", "the date"),
        ("durham_2023-06_wrong_month.csv", "period", "durham_2023-06"),
        ("wakefield_2023-Q4_footer_differs.csv", "total", "£1,600.00, the payments above it add up to £1,591.63"),
        ("leeds_2018-10_empty.csv", "empty_file", "empty"),
    ],
)
def test_a_file_that_waits_or_is_refused_says_why(name, code, words):
    reading, _ = whole(name, accept_proposal=True)

    assert [reason.code for reason in reading.reasons] == [code]
    assert words in reading.reasons[0].text


@pytest.mark.parametrize("code", ["no_date", "period", "total"])
def test_what_a_person_said_yes_to_is_not_asked_again(code):
    names = {"no_date": "darlington_2013-02_sql_preamble.csv", "period": "durham_2023-06_wrong_month.csv"}

    reading, _ = whole(names.get(code, "wakefield_2023-Q4_footer_differs.csv"), accepted=frozenset({code}))

    assert (reading.outcome, reading.reasons) == (Outcome.IMPORTED, [])


def test_a_coded_payee_and_a_pooled_one_are_not_named():
    _, hertfordshire = whole("hertfordshire_2022-04_06_over250.csv")
    _, calderdale = whole("calderdale_2019-06.csv")

    assert [line.payee_raw for line in hertfordshire if line.payee_class is PayeeClass.CODED] == ["402720"]
    assert [line.record for line in calderdale if line.payee_class is PayeeClass.POOLED] == [3, 4, 5]


def test_every_cell_is_kept_as_the_file_has_it():
    _, lines = whole("warwickshire_2019-04_crlf.csv")

    assert lines[1].raw == [
        "236890", "Acorn Children's Home (Branston) Ltd", "51503133", "R5806", "Residential Care", "-19,906.43",
        "03/04/2019", "People ",
    ]  # fmt: skip
    assert lines[1].department == "People"


def test_what_the_code_asks_for_is_read_where_it_is_given():
    _, leeds = whole("leeds_2020-06_lgtc_schema.csv")
    _, stevenage = whole("stevenage_TEMPLATE_lgtc2015.csv")

    card = next(line for line in leeds if line.is_card)
    assert (card.payee_raw, card.capital_revenue, card.irrecoverable_vat_pence) == ("Acs Business Supplies Lt", "R", 0)
    assert [line.company_no for line in stevenage] == ["", "01234567", "", "01234567"]
    assert {line.amount_basis for line in stevenage} == {"net"}


def test_a_date_is_kept_with_what_it_is_the_date_of():
    kinds = {
        name: whole(name)[1][0].date_kind
        for name in ("sheffield_2015-07.csv", "devon_2012-03.csv", "kirklees_2023-04.xlsx")
    }

    assert list(kinds.values()) == ["ledger", "unstated", "payment"]

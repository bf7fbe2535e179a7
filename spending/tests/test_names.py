"""Two spellings are one name only where that is sure; a title tells a person."""

import csv
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spending.pages.names import LONGEST, Kinship, key, kin, reads_like_a_person

LABELLED = Path(__file__).parent / "files" / "supplier_match_labelled.csv"
# Methods of that project by which a name alone tells: exact, without furniture, "Co", initials.
BY_NAME = {"1", "3", "4", "6"}
# Care homes, whose operator cannot be told from the name of the home.
NOT_FROM_THE_NAME = "8"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ACME Ltd.", "Acme Limited"),
        ("Acme PLC", "ACME P.L.C."),
        ("Acme plc", "Acme Public Limited Company"),
        ("Acme LLP", "ACME Limited Liability Partnership"),
        ("Acme C.I.C.", "ACME COMMUNITY INTEREST COMPANY"),
        ("Caffi Cyf", "CAFFI CYFYNGEDIG"),
        ("Smith & Sons Ltd", "SMITH AND SONS LIMITED"),
        ("Smith &amp; Sons Ltd", "Smith + Sons Ltd"),
        ("P. McGuinness & Co Limited", "P. MCGUINNESS AND COMPANY LIMITED"),
        ("FOSTER SALES CO. LTD", "Foster Sales Company Limited"),
        ("W T Jenkins Ltd", "W.T. JENKINS LIMITED"),
        ("WT Jenkins Ltd", "W.T. JENKINS LIMITED"),
        ("Glasdon UK Ltd", "GLASDON (UK) LIMITED"),
        ("The Automatic Door Company Ltd", "AUTOMATIC DOOR COMPANY LIMITED(THE)"),
        ("St Brendan's School", "ST BRENDAN’S SCHOOL"),
        ("Aston Children´s Care", "ASTON CHILDRENS CARE"),
        ("Café Été Ltd", "CAFE ETE LTD"),
        ("  Pin   Green\tPrint Ltd ", "Pin Green Print Ltd"),
        ("Hi-Spec Ltd", "HI SPEC LTD"),
        ("Ｆｕｌｌ Ｗｉｄｔｈ Ltd", "Full Width Ltd"),
    ],
)
def test_spellings_of_one_name_have_one_key(one, other):
    assert key(one) == key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme Ltd", "Acme"),
        ("Acme Ltd", "Acme PLC"),
        ("Acme (UK) Ltd", "Acme Ltd"),
        ("Acme Holdings Ltd", "Acme Ltd"),
        ("Yew Trees t/a Meridian Healthcare Ltd", "Meridian Healthcare Ltd"),
        ("Yew Trees t/a Meridian Healthcare Ltd", "Yew Trees"),
        ("Meridian Healthcare Ltd trading as Yew Trees", "Meridian Healthcare Ltd"),
        ("T/A Vizwear Ltd", "Vizwear Ltd"),
        ("Softcat #2 Ltd", "Softcat Ltd"),
        ("Voyage 1 Ltd", "Voyage Ltd"),
        ("J M Builders", "J & M Builders"),
        ("Ross Co-op Ltd", "Ross Company Op Ltd"),
        ("Arco Professional Safety Services L", "Arco Professional Safety Services Ltd"),
    ],
)
def test_names_that_may_be_two_organisations_stay_apart(one, other):
    assert key(one) != key(other)


@pytest.mark.parametrize("text", ["", "  ", "---", "..."])
def test_what_is_no_name_has_an_empty_key(text):
    assert key(text) == ""


def test_a_name_that_is_only_an_article_or_a_form_keeps_it():
    assert key("The") == "the"
    assert key("Limited") == "limited"
    assert key("Co") == "co"


@given(st.text(max_size=300))
def test_a_key_fits_its_column_and_capitals_never_matter(text):
    assert len(key(text)) <= LONGEST
    assert "  " not in key(text)
    assert key(text.upper().lower()) == key(text.upper().lower().upper())


def test_exact_names_are_nearly_always_right_where_another_project_matched_them():
    rows = list(csv.DictReader(LABELLED.read_text(encoding="utf-8-sig").splitlines()))
    bearers = defaultdict(set)
    for row in rows:
        if row["company_name"]:
            bearers[key(row["company_name"])].add(organisation(row))
    found = {number: bearers[key(row["beneficiary_name"])] for number, row in enumerate(rows)}
    sure = {number: next(iter(who)) for number, who in found.items() if len(who) == 1}
    right = [number for number, who in sure.items() if who == organisation(rows[number])]
    by_name = [number for number, row in enumerate(rows) if row["match_method"] in BY_NAME]

    assert len(right) / len(sure) >= 0.98
    assert len(set(by_name) & set(right)) / len(by_name) >= 0.85
    assert not any(rows[number]["match_method"] == NOT_FROM_THE_NAME for number in set(sure) - set(right))


def organisation(row):
    return row["company_number"] or row["charity_number"] or row["company_name"]


@pytest.mark.parametrize(
    "name",
    [
        "Mr J Smith",
        "MRS. ANN O'NEILL",
        "Ms Ada Lovelace",
        "Miss Jones",
        "Mx Alex Reed",
        "Dr A Patel",
        "Prof. Jane Doe",
        "Rev John Wesley",
        "Revd J Wesley",
        "Sir Arthur Young",
        "Cllr Sharon Taylor",
        "Mr & Mrs Jones",
        "Mr and Mrs A B Jones",
        "SMITH J MR",
        "Smith, John (Mr)",
        "Mr J Smith t/a Smith Building",
        "Mr J Smith trading as Smith Building Services",
        "Mr José Núñez",
    ],
)
def test_a_title_tells_a_person(name):
    assert reads_like_a_person(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Mr",
        "Mr & Mrs",
        "John Smith",
        "Smith Mrs Bakery",
        "Dr Martens Ltd",
        "Dr Patel & Partners",
        "MS Society",
        "Sir John Lawes School",
        "Rev 4 Ltd",
        "Mr 2 Tickets",
        "Mr Kipling Cakes",
        "Drake Foods",
        "Missenden Abbey",
        "Professional Fencing",
        "MR Plumbing",
        "Hon Mr Justice A B C D E F G H Smith",
    ],
)
def test_no_title_or_a_word_of_business_tells_nothing(name):
    assert not reads_like_a_person(name)


@pytest.mark.parametrize(
    ("name", "other", "kinship"),
    [
        ("Acme Ltd", "ACME LIMITED", Kinship.SAME),
        ("Acme", "Acme Ltd", Kinship.FORM),
        ("Softcat Ltd", "SOFTCAT PLC", Kinship.FORM),
        ("Acme Ltd", "Acme", Kinship.FORM),
        ("Yew Trees t/a Meridian Healthcare LTD", "Meridian Healthcare Limited", Kinship.PART),
        ("Ross Auto Limited TRADING AS Ross Care", "Ross Auto Ltd", Kinship.PART),
        ("T/A Vizwear Ltd", "Vizwear", Kinship.PART),
        ("Acme Ltd", "Acme (UK) Ltd", None),
        ("Acme Ltd", "Acme Holdings Ltd", None),
    ],
)
def test_people_are_offered_what_is_the_same_but_for_its_form_or_its_trading_name(name, other, kinship):
    assert kin(name).get(key(other)) == kinship


def test_what_is_no_name_is_kin_to_nothing():
    assert kin("...") == {}

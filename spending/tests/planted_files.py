"""The planted year as the portal gets to see it: registers, the council's supplier records, four files of payments."""

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from spending.tests.planted import LAST_DAY, MOVING_DAY, PLACES, Organisation, PlantedPayment, PlantedYear

SPEND_TITLES = [
    *("Payment Date", "Transaction Number", "Supplier Name", "Supplier ID", "Company Registration Number"),
    *("Charity Number", "Department", "Merchant Category", "Net Amount"),
]
# Companies House writes some of its titles with a space before them.
COMPANY_TITLES = [
    *("CompanyName", " CompanyNumber", "RegAddress.PostCode", "CompanyCategory", "Accounts.AccountCategory"),
    *("IncorporationDate", "DissolutionDate", "PreviousName_1.CONDATE", " PreviousName_1.CompanyName"),
]
CHARITY_TITLES = [
    *("registered_charity_number", "linked_charity_number", "charity_name", "charity_registration_status"),
    *("date_of_registration", "date_of_removal", "charity_contact_postcode", "charity_company_registration_number"),
    *("charity_is_cio", "charity_contact_email"),
]
MASTER_TITLES = [
    *("Supplier Number", "Supplier Name", "Company Number", "Trading Site Postcode", "Post Code", "Branch", "Country")
]
POSTCODE_TITLES = ["pcds", "dointr", "doterm", "lad25cd", "cty25cd", "rgn25cd", "ctry25cd", "lsoa21cd"]

REGISTERED = ("registered", "renamed", "reborn", "shared", "branch", "mover")


def write(path: Path, titles: list[str], rows: Iterable[Iterable[object]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([titles, *rows])
    return path


def postcodes(folder: Path) -> Path:
    rows = [
        [place.postcode, "198001", "", place.district, place.county, place.region, place.country, place.small_area]
        for place in PLACES
    ]
    return write(folder / "postcodes.csv", POSTCODE_TITLES, rows)


def companies(folder: Path, year: PlantedYear) -> Path:
    rows = []
    for each in year.organisations:
        if each.sort in REGISTERED:
            changed = MOVING_DAY if each.sort == "renamed" else None
            rows.append(company(each, each.company_no, began=date(2020, 1, 6), changed=changed))
        if each.sort == "reborn":
            # The namesake before it, in another town.
            rows.append(company(each, f"{9_000_000 + each.code:08}", began=date(2001, 5, 1), ended=date(2019, 6, 4)))
    return write(folder / "companies.csv", COMPANY_TITLES, rows)


def company(
    each: Organisation, number: str, *, began: date, ended: date | None = None, changed: date | None = None
) -> list[str]:
    postcode = PLACES[0].postcode if ended else registered_office(each)
    accounts = ("MICRO ENTITY", "FULL", "NO ACCOUNTS FILED")[each.code % 3]
    former = [said(changed), each.former_name.upper()] if changed else ["", ""]
    kind = "Community Interest Company" if each.name.endswith("CIC") else "Private Limited Company"
    return [each.name.upper(), number, postcode, kind, accounts, said(began), said(ended), *former]


def registered_office(each: Organisation) -> str:
    """Return where the register has it: a branch's is far away."""
    return "LS1 1XE" if each.sort == "branch" else each.registered_place.postcode


def charities(folder: Path, year: PlantedYear) -> Path:
    rows = [
        [number, 0, each.name, "Registered", "2001-05-01", "", each.place.postcode, "", False, "someone@example.org"]
        for each in year.organisations
        for number in {"charity": [each.charity_no], "shared": [str(1_200_000 + each.code)]}.get(each.sort, [])
    ]
    return write(folder / "charities.csv", CHARITY_TITLES, rows)


def master(folder: Path, year: PlantedYear, *, on: date) -> Path:
    """Write the council's supplier records as they were on a day."""
    rows = []
    for each in year.organisations:
        if each.supplier_ref:
            place = each.place_on(on)
            country = "" if place.postcode else "Germany"
            trading, main = (place.postcode, "") if each.sort == "branch" else ("", place.postcode)
            branch = "yes" if each.sort == "branch" else "no"
            rows.append([each.supplier_ref, each.name, each.company_no, trading, main, branch, country])
    return write(folder / f"suppliers {on}.csv", MASTER_TITLES, rows)


def quarters(folder: Path, year: PlantedYear) -> list[Path]:
    """Write four files of payments, each with a blank line and one record that cannot be read."""
    return [
        write(folder / f"quarter {number}.csv", SPEND_TITLES, spend_rows(payments))
        for number, payments in enumerate(by_quarter(year.payments), start=1)
    ]


def by_quarter(payments: list[PlantedPayment]) -> list[list[PlantedPayment]]:
    quarters: list[list[PlantedPayment]] = [[], [], [], []]
    for each in payments:
        quarters[(each.day.month - 4) % 12 // 3].append(each)
    return quarters


def spend_rows(payments: list[PlantedPayment]) -> list[list[str]]:
    rows = [
        [
            said(each.day),
            each.ref,
            each.payee,
            each.supplier_ref,
            each.company_no,
            each.charity_no,
            each.department,
            each.category,
            pounds(each.pence),
        ]
        for each in payments
    ]
    return [*rows, [""] * len(SPEND_TITLES), [said(LAST_DAY), "X", "Ravensby Roofing", "", "", "", "", "", "a lot"]]


def said(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def pounds(pence: int) -> str:
    return f"{'-' if pence < 0 else ''}{abs(pence) // 100:,}.{abs(pence) % 100:02}"

"""The demonstration as files, such as councils and registers publish: what is loaded goes the way that real ones go."""

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from spending.actions.demonstration.payments import MadeUpPayment, Quarter
from spending.actions.demonstration.world import (
    ABROAD,
    ACCOUNTS,
    FICTIONAL,
    IN_RECORDS,
    REGISTERED,
    MadeUpSupplier,
    World,
)
from spending.models import ReferenceKind

PAYMENT_TITLES = [
    *("Payment Date", "Transaction Number", "Supplier Name", "Supplier ID", "Company Registration Number"),
    *("Department", "Merchant Category", "Net Amount"),
]
POSTCODE_TITLES = ["pcds", "dointr", "doterm", "lad25cd", "cty25cd", "rgn25cd", "ctry25cd", "lsoa21cd"]
COMPANY_TITLES = [
    *("CompanyName", "CompanyNumber", "RegAddress.PostCode", "CompanyCategory", "Accounts.AccountCategory"),
    "IncorporationDate",
]
CHARITY_TITLES = [
    *("registered_charity_number", "linked_charity_number", "charity_name", "charity_registration_status"),
    *("date_of_registration", "date_of_removal", "charity_contact_postcode", "charity_company_registration_number"),
    "charity_is_cio",
]
MASTER_TITLES = [
    *("Supplier Number", "Supplier Name", "Company Number", "Trading Site Postcode", "Post Code", "Branch", "Country")
]
CATEGORIES = {"CIC": "Community Interest Company", "LLP": "Limited Liability Partnership"}
FAR_AWAY = "ZZ5 1AA"
# One file has rows that cannot be read, as real files have: that of the autumn before the last April.
QUARANTINED_IN = 3
UNREADABLE = [
    [
        "31/12/{year}",
        "X1",
        f"Made-up Roofing Ltd {FICTIONAL}",
        "",
        "",
        "Housing",
        "Repairs and maintenance",
        "see invoice",
    ],
    ["yesterday", "X2", f"Made-up Print Ltd {FICTIONAL}", "", "", "Corporate Services", "Printing and post", "812.40"],
    ["31/12/{year}", "X3", f"Made-up Bakery Ltd {FICTIONAL}", "", "", "Leisure and Culture", "Catering", ""],
]


def write(path: Path, titles: list[str], rows: Iterable[Iterable[object]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([titles, *rows])
    return path


def references_as_at(world: World) -> date:
    """Return the day that the registers and records speak of: the one before the first payment."""
    return date(world.first_year, 3, 31)


def references(world: World, folder: Path) -> dict[ReferenceKind, Path]:
    """Write who the suppliers are, and where, as four files."""
    rows: dict[ReferenceKind, tuple[list[str], Iterable[Iterable[object]]]] = {
        ReferenceKind.POSTCODES: (POSTCODE_TITLES, [postcode_row(place) for place in world.places]),
        ReferenceKind.COMPANIES: (COMPANY_TITLES, [*map(company_row, known(world, *REGISTERED))]),
        ReferenceKind.CHARITIES: (CHARITY_TITLES, [*map(charity_row, known(world, "charity"))]),
        ReferenceKind.SUPPLIERS: (MASTER_TITLES, [*map(master_row, known(world, *IN_RECORDS))]),
    }
    return {kind: write(folder / f"made-up-{kind}.csv", titles, lines) for kind, (titles, lines) in rows.items()}


def known(world: World, *ways: str) -> list[MadeUpSupplier]:
    return [supplier for supplier in world.suppliers if supplier.way in ways]


def postcode_row(place: dict[str, str]) -> list[str]:
    areas = [place["district"], place["county"], place["region"], "E92000001", place["small_area"]]
    return [place["postcode"], "200001", "", *areas]


def company_row(supplier: MadeUpSupplier) -> list[str]:
    """Return a company as its register has it."""
    return [
        supplier.name,
        supplier.company_no,
        FAR_AWAY if supplier.way == "branch" else supplier.postcode,
        CATEGORIES.get(supplier.form, "Private Limited Company"),
        ACCOUNTS[supplier.number % len(ACCOUNTS)],
        "01/04/2010",
    ]


def charity_row(supplier: MadeUpSupplier) -> list[object]:
    """Return a charity as its register has it. It will be long before one has a number so high."""
    number = 9_900_000 + supplier.number
    return [number, 0, supplier.name, "Registered", "2010-04-01", "", supplier.postcode, "", False]


def master_row(supplier: MadeUpSupplier) -> list[str]:
    """Return a supplier as the council's records have it: where it trades, or where it is paid."""
    is_branch = supplier.way == "branch"
    trading, main = (supplier.postcode, "") if is_branch else ("", supplier.postcode)
    if supplier.way == ABROAD:
        trading = main = ""
    country = "Ruritania" if supplier.way == ABROAD else "England"
    company_no = supplier.company_no if is_branch else ""
    return [supplier.supplier_no, supplier.name, company_no, trading, main, "yes" if is_branch else "no", country]


def payments(world: World, quarter: Quarter, folder: Path) -> Path:
    rows = [payment_row(each) for each in quarter.payments]
    if (quarter.year_starting, quarter.number) == (world.first_year + 1, QUARANTINED_IN):
        rows += [[cell.format(year=quarter.year_starting) for cell in row] for row in UNREADABLE]
    return write(folder / f"made-up payments {quarter.name}.csv", PAYMENT_TITLES, rows)


def payment_row(each: MadeUpPayment) -> list[str]:
    numbers = [each.supplier_no, each.company_no]
    return [f"{each.day:%d/%m/%Y}", each.ref, each.payee, *numbers, each.department, each.category, pounds(each.pence)]


def pounds(pence: int) -> str:
    return f"{'-' if pence < 0 else ''}{abs(pence) // 100}.{abs(pence) % 100:02}"

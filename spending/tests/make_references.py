"""Reference files for tests: small, made up, under the titles of the real ones."""

import csv
import io
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from spending.actions.references import Asked, Report, import_reference
from spending.models import Body, ReferenceKind, Supplier, SupplierSite

NOON = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)
COUNCIL = "Example Council"

MASTER = ["Supplier ID", "Supplier Name", "Postcode"]
# Salford's register of July 2022.
CONTRACT_TITLES = [
    "Directorate Name",
    "Process Used",
    "Purchasing Body",
    "Contract Reference",
    "Contract Title",
    "Contract Description",
    "Supplier Company Name",
    "Supplier Postcode",
    "Annual Value",
    "Total Contract Value (including extensions)",
    "OJEU/FTS?",
    "Start Date",
    "End Date",
    "Contract Duration (months)",
    "Option to extend (months)",
    "How many extensions",
    "Extension 1 Taken?",
    "Extension 2 Taken?",
    "Current Expiry Date",
    "SME Supplier?",
    "ProClass Classification",
    "ProClass Description",
    "Company Number",
    "Visibility",
]
# Some of them begin with a space, as they do in the monthly file.
COMPANY_TITLES = [
    *("CompanyName", " CompanyNumber", "RegAddress.CareOf", "RegAddress.POBox", "RegAddress.AddressLine1"),
    *(" RegAddress.AddressLine2", "RegAddress.PostTown", "RegAddress.County", "RegAddress.Country"),
    *("RegAddress.PostCode", "CompanyCategory", "CompanyStatus", "CountryOfOrigin", "DissolutionDate"),
    *("IncorporationDate", "Accounts.AccountRefDay", "Accounts.AccountCategory", "SICCode.SicText_1", "URI"),
    *(
        title
        for place in range(1, 11)
        for title in (f"PreviousName_{place}.CONDATE", f" PreviousName_{place}.CompanyName")
    ),
    "ConfStmtNextDueDate",
    " ConfStmtLastMadeUpDate",
]
# The lookup of August 2026, and the directory of February 2011.
POSTCODE_TITLES = [
    "pcd7",
    "pcd8",
    "pcds",
    "dointr",
    "doterm",
    "usrtypind",
    "east1m",
    "north1m",
    "gridind",
    "oa21cd",
    "CTY26CD",
    "ced25cd",
    "LAD26CD",
    "wd26cd",
    "nhser24cd",
    "CTRY26CD",
    "RGN26CD",
    "pcon24cd",
    "TTWA15CD",
    "itl25cd",
    "npark16cd",
    "LSOA21CD",
    "msoa21cd",
    "lat",
    "long",
]
OLD_POSTCODE_TITLES = [
    "pcd",
    "pcd2",
    "pcds",
    "dointr",
    "doterm",
    "oscty",
    "oslaua",
    "osward",
    "usertype",
    "oseast1m",
    "osnrth1m",
    "osgrdind",
    "ctry",
    "gor",
    "ttwa",
    "lsoa01",
    "lsoa11",
]
CHARITY = {
    "date_of_extract": "2026-10-20T00:00:00",
    "organisation_number": 5001,
    "registered_charity_number": 1100001,
    "linked_charity_number": 0,
    "charity_name": "PIN GREEN COMMUNITY TRUST",
    "charity_type": "Trust",
    "charity_registration_status": "Registered",
    "date_of_registration": "2003-11-04T00:00:00",
    "date_of_removal": None,
    "latest_income": 125000.0,
    "latest_expenditure": 118000.0,
    "charity_contact_address1": "12 Volunteer Lane",
    "charity_contact_postcode": "SG1 1AA",
    "charity_contact_phone": "01632 960123",
    "charity_contact_email": "secretary@trust.example",
    "charity_contact_web": "www.trust.example",
    "charity_company_registration_number": None,
    "charity_is_cio": False,
    "charity_activities": "Runs a hall.",
}
# The council's own notice of March 2025 on Contracts Finder, with other names: the litter of its line ends, postcodes
# inside the street, no number of any register, and one value for two suppliers.
NOTICE = {
    "ocid": "ocds-b5fd17-00000000-0000-0000-0000-000000000001",
    "id": "00000000-1",
    "language": "en",
    "date": "2025-03-11T10:14:34Z",
    "tag": ["award"],
    "initiationType": "tender",
    "tender": {
        "id": "IT-1 - AWARD",
        "title": "Void Contract 5  - AWARD",
        "description": "Quotes for refurbishment of void properties rn      Documents are in 'My Tenders'.rn      rn",
        "suitability": {"sme": False, "vcse": False},
    },
    "parties": [
        {
            "id": "GB-CFS-1",
            "name": "Example Council",
            "address": {"streetAddress": "Danestrete", "postalCode": "SG1 1HN", "countryName": "United Kingdom"},
            "contactPoint": {"name": "Pat Example", "email": "pat@council.example", "telephone": "01632 960456"},
            "roles": ["buyer"],
        },
        {
            "id": "GB-CFS-2",
            "name": "Tewin Builders Ltd",
            "identifier": {"legalName": "Tewin Builders Ltd"},
            "address": {"streetAddress": "1 Tewin Court,rn Welwyn Garden City, United Kingdom, AL7 1AUrn"},
            "contactPoint": {"name": "Sam Example", "email": "sam@builders.example"},
            "roles": ["supplier"],
        },
        {
            "id": "GB-CFS-3",
            "name": "Walthamstow Works LTD",
            "identifier": {"legalName": "Walthamstow Works LTD"},
            "address": {"streetAddress": "Unit 16,, Billet Road, London,, United Kingdom, E17 5DU"},
            "roles": ["supplier"],
        },
    ],
    "buyer": {"id": "GB-CFS-1", "name": "Example Council"},
    "awards": [
        {
            "id": "1",
            "status": "active",
            "date": "2025-03-07T00:00:00Z",
            "value": {"amount": 75000, "currency": "GBP"},
            "suppliers": [
                {"id": "GB-CFS-2", "name": "Tewin Builders Ltd"},
                {"id": "GB-CFS-3", "name": "Walthamstow Works LTD"},
            ],
        }
    ],
}


def take(folder: Path, kind: ReferenceKind, content: str | bytes, **asked: Any) -> Report:
    """Take in a file of this content. It speaks of 31 March 2026 unless another day is given, or another name."""
    name = asked.pop("name", "file.csv")
    path = folder / "file"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    if kind == ReferenceKind.SUPPLIERS:
        Body.objects.get_or_create(name=COUNCIL)
        asked.setdefault("body", COUNCIL)
    asked.setdefault("as_at", date(2026, 3, 31))
    by, at = asked.pop("by", None), asked.pop("at", NOON)
    return import_reference(Asked(kind=kind, path=path, name=name, **asked), by=by, at=at)


def table(titles: list[str], *rows: list[str] | dict[str, str], delimiter: str = ",") -> str:
    """Return a table of text. A row that is a dictionary has nothing in the columns that it does not name."""
    text = io.StringIO()
    plain = {title.strip(): "" for title in titles}
    given = [list({**plain, **row}.values()) if isinstance(row, dict) else row for row in rows]
    csv.writer(text, delimiter=delimiter).writerows([titles, *given])
    return text.getvalue()


def master(*rows: list[str], titles: list[str] = MASTER) -> str:
    return table(titles, *rows)


def contract(name: str = "Roebuck Bakery Ltd", **cells: str) -> dict[str, str]:
    usual = {"Contract Reference": "C1", "Contract Title": "Catering", "Supplier Company Name": name}
    return {**usual, **cells}


def contracts(*rows: dict[str, str]) -> str:
    return table(CONTRACT_TITLES, *rows)


def company(number: str = "01234567", name: str = "ROEBUCK BAKERY LIMITED", **cells: str) -> dict[str, str]:
    usual = {
        "CompanyName": name,
        "CompanyNumber": number,
        "RegAddress.PostCode": "SG1 1AA",
        "CompanyCategory": "Private Limited Company",
        "CompanyStatus": "Active",
        "IncorporationDate": "29/07/1998",
        "Accounts.AccountCategory": "MICRO ENTITY",
    }
    return {**usual, **cells}


def companies(*rows: dict[str, str]) -> str:
    return table(COMPANY_TITLES, *rows)


def charities(*rows: dict[str, Any]) -> str:
    return json.dumps([{**CHARITY, **row} for row in rows])


def place(postcode: str = "SG1 1AA", **cells: str) -> dict[str, str]:
    """Return a row of the lookup of August 2026, for a postcode of Stevenage."""
    usual = {
        "pcds": postcode,
        "dointr": "198001",
        "CTY26CD": "E10000015",
        "LAD26CD": "E07000243",
        "CTRY26CD": "E92000001",
        "RGN26CD": "E12000006",
        "TTWA15CD": "E30000270",
        "LSOA21CD": "E01023946",
    }
    return {**usual, **cells}


def places(*rows: dict[str, str]) -> str:
    return table(POSTCODE_TITLES, *rows)


def package(*releases: dict[str, Any]) -> str:
    return json.dumps(
        {
            "uri": "https://notices.example/1",
            "version": "1.1",
            "extensions": ["https://notices.example/extension.json"],
            "publishedDate": "2025-03-12T00:00:00Z",
            "publisher": {"name": "Notices"},
            "releases": list(releases),
        }
    )


def notice(**party: Any) -> dict[str, Any]:
    """Return a notice of one award to one supplier, of which these things are said."""
    supplier = {"id": "GB-FTS-9", "name": "Bedwell Print Ltd", "roles": ["supplier"], **party}
    return {
        "ocid": "ocds-h6vhtk-000001",
        "date": "2026-02-01T00:00:00+00:00",
        "parties": [supplier],
        "awards": [{"id": "1", "date": "2026-01-31T00:00:00+00:00", "suppliers": [{"id": supplier["id"]}]}],
    }


def sites(supplier: Supplier | None = None) -> list[tuple[str, str, date | None, date | None]]:
    """Return basis, postcode, first day and end of every site, in order of time."""
    found = SupplierSite.objects.all() if supplier is None else supplier.sites.all()
    columns = found.values_list("basis", "postcode", "valid_from", "valid_to")
    return sorted(columns, key=lambda site: (site[0], site[2] or date.min, site[1]))


def only_supplier() -> Supplier:
    return Supplier.objects.get()

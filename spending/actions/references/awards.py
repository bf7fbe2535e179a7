"""Awards of Find a Tender and Contracts Finder, as OCDS 1.1 releases: suppliers with the place they gave in their bid.

What an award is worth is not taken: of several suppliers nobody says who gets how much. Contact points are dropped
before anything else is looked at.
"""

import re
from collections.abc import Iterator
from typing import Any

from spending.actions.reading.kinds import Refused
from spending.actions.references.columns import AWARDS as COLUMNS
from spending.actions.references.contracts import said_of
from spending.actions.references.objects import looks_like_json, objects, text
from spending.actions.references.organisations import take_organisations
from spending.actions.references.records import Record, Source
from spending.actions.references.taking import Taking
from spending.pages.postcodes import postcode_within

TITLES = {
    "name": "parties/name",
    "declared": "parties/address",
    "country": "parties/address/countryName",
    "company": "parties/identifier",
    "charity": "parties/identifier",
    "start": "awards/date",
}
# Contracts Finder lost the backslashes of its line ends; "rn" after a small letter may be the end of a word.
LITTER = re.compile(r"(?:(?<![a-z])rn|\\r\\n|\\n|[\r\n])(?=\s|\\|[A-Z]|$)")
WHERE = ("streetAddress", "locality", "region")
DAY_CHARACTERS = len("2026-03-31")
NOT_AWARDED = frozenset({"cancelled", "unsuccessful", "pending"})
REGISTERS = {"GB-COH": "company", "GB-CHC": "charity"}
PARTY_NUMBER = re.compile(r"(GB-(?:COH|CHC))-(.+)").fullmatch


def take(taking: Taking) -> None:
    if not looks_like_json(taking.path):
        raise Refused("other_file", "This is not JSON. Wanted: a package of OCDS releases, as the services give it.")
    source = Source({column.field: column for column in COLUMNS}, TITLES, taking.counts)
    taking.columns.update(TITLES)
    take_organisations(taking, awarded(taking, source), said_of)


def awarded(taking: Taking, source: Source) -> Iterator[Record]:
    """Yield a record for each supplier of each award. Its number is that of the release in the file."""
    for number, found in enumerate(objects(taking.path, within="releases"), 1):
        release = found.get("compiledRelease", found)
        if not isinstance(release, dict) or "ocid" not in release:
            raise Refused("other_file", f"Notice {number} has no “ocid”: this is not a package of OCDS releases.")
        parties = {key: without_contact(party) for party in dicts(release, "parties") if (key := text(party.get("id")))}
        for award in dicts(release, "awards"):
            if text(award.get("status")) not in NOT_AWARDED:
                day = text(award.get("date") or release.get("date"))
                for supplier in dicts(award, "suppliers"):
                    party = parties.get(text(supplier.get("id")), {}) | without_contact(supplier)
                    yield Record(number, cells_of(party, day), source)


def dicts(holder: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """Return the objects of a list, none where the list is missing or something else."""
    held = holder.get(name)
    return [one for one in held if isinstance(one, dict)] if isinstance(held, list) else []


def held(holder: dict[str, Any], name: str) -> dict[str, Any]:
    found = holder.get(name)
    return found if isinstance(found, dict) else {}


def without_contact(party: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in party.items() if name in {"id", "name", "identifier", "address"}}


def cells_of(party: dict[str, Any], day: str) -> dict[str, str]:
    """Return what a party says as cells. A number of a register stands in its identifier, or is its key."""
    address, identifier = held(party, "address"), held(party, "identifier")
    cells = {
        "name": LITTER.sub(" ", text(party.get("name")) or text(identifier.get("legalName"))),
        "country": text(address.get("countryName") or address.get("country")),
        "declared": text(address.get("postalCode"))
        or postcode_within(LITTER.sub(" ", " ".join(text(address.get(line)) for line in WHERE))),
        "start": day[:DAY_CHARACTERS],
        "kind": "",
        "company": "",
        "charity": "",
    }
    for scheme, number in numbers_of(text(party.get("id")), identifier):
        cells[REGISTERS[scheme]] = number
    return cells


def numbers_of(key: str, identifier: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if found := PARTY_NUMBER(key):
        yield found[1], found[2]
    scheme, number = text(identifier.get("scheme")), text(identifier.get("id"))
    if scheme in REGISTERS and number:
        yield scheme, number

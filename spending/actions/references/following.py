"""Suppliers follow the registers they stand in: numbers, legal form, size, life, names and registered office."""

from spending.actions.enrolling import SOURCES, follow_names
from spending.actions.references.sites import Sites
from spending.actions.references.staging import fetched, run
from spending.actions.references.taking import Taking
from spending.models import KindBasis, SiteBasis, SupplierKind
from spending.pages.numbers import CHARITIES, COMPANIES

WORDS = {
    "companies": COMPANIES,
    "charities": CHARITIES,
    "from_companies": SOURCES[COMPANIES],
    "from_charities": SOURCES[CHARITIES],
    "register": KindBasis.REGISTER,
    "registered": SiteBasis.REGISTERED,
    "by_name": KindBasis.NAME,
    "individual": SupplierKind.INDIVIDUAL,
    "weaker": [KindBasis.NONE, KindBasis.NAME, KindBasis.REGISTER],
}

# A charity that is a company too has two numbers, of which a payment may bear either.
NUMBERED = """
    INSERT INTO spending_supplieridentifier (supplier_id, scheme, value)
    SELECT r.supplier_id, number.scheme, number.value
    FROM spending_registered r JOIN spending_registerentry e ON e.id = r.entry_id AND e.company_no <> ''
    CROSS JOIN LATERAL (VALUES (e.scheme, e.number), (%(companies)s, e.company_no)) number (scheme, value)
    WHERE r.supplier_id IS NOT NULL
    ON CONFLICT DO NOTHING
"""

# What the registers say of each supplier. A charity that is a company is a charity, at the registered office of the
# company; it lives for as long as one of the two.
REGISTERED = """
    CREATE TEMPORARY TABLE registered AS
    SELECT i.supplier_id AS supplier,
           (array_agg(e.kind ORDER BY e.kind = 'unknown', e.scheme = %(charities)s DESC, e.number))[1] AS kind,
           (array_agg(e.size ORDER BY e.size = 'unknown', e.scheme = %(companies)s DESC, e.number))[1] AS size,
           min(e.alive_from) AS alive_from,
           CASE WHEN bool_and(e.alive_to IS NOT NULL) THEN max(e.alive_to) END AS alive_to
    FROM spending_supplieridentifier i JOIN spending_registerentry e ON e.scheme = i.scheme AND e.number = i.value
    GROUP BY i.supplier_id
"""

# What the council's records or a person say of the form stands.
FOLLOWED = """
    UPDATE spending_supplier s
    SET kind = n.kind, kind_basis = n.kind_basis, size = n.size, alive_from = n.alive_from, alive_to = n.alive_to
    FROM (
        SELECT r.supplier, r.size, r.alive_from, r.alive_to,
               CASE WHEN stands THEN s.kind ELSE r.kind END AS kind,
               CASE WHEN stands THEN s.kind_basis ELSE %(register)s END AS kind_basis
        FROM registered r JOIN spending_supplier s ON s.id = r.supplier
        CROSS JOIN LATERAL (SELECT r.kind = 'unknown' OR s.kind_basis <> ALL (%(weaker)s) AS stands) told
    ) n
    WHERE s.id = n.supplier AND (s.kind, s.kind_basis, s.size, s.alive_from, s.alive_to)
        IS DISTINCT FROM (n.kind, n.kind_basis, n.size, n.alive_from, n.alive_to)
    RETURNING s.id
"""

OFFICES = """
    INSERT INTO said_site (row, supplier, basis, postcode, is_outside, day, source)
    SELECT DISTINCT ON (i.supplier_id) 0, i.supplier_id, %(registered)s, e.postcode, false, e.as_at,
           CASE e.scheme WHEN %(companies)s THEN %(from_companies)s ELSE %(from_charities)s END
    FROM spending_supplieridentifier i JOIN spending_registerentry e ON e.scheme = i.scheme AND e.number = i.value
    WHERE e.postcode <> ''
    ORDER BY i.supplier_id, e.scheme = %(companies)s DESC, e.number
"""

# A supplier of which no number is known has the form and the size of the one organisation of its name that is alive,
# if there is one only. That says neither who it is nor where: for that its number would have to be known.
BY_NAME = """
    UPDATE spending_supplier s SET kind = n.kind, kind_basis = %(by_name)s, size = n.size
    FROM (
        SELECT supplier_id, min(kind) AS kind, min(size) AS size FROM (
            SELECT m.supplier_id, o.organisation_id,
                   (array_agg(e.kind ORDER BY e.kind = 'unknown', e.scheme = %(charities)s DESC, e.number))[1] AS kind,
                   (array_agg(e.size ORDER BY e.size = 'unknown', e.scheme = %(companies)s DESC, e.number))[1] AS size
            FROM spending_supplier s JOIN spending_suppliername m ON m.supplier_id = s.id
            JOIN spending_registername r ON r.key = m.key AND r.used_to IS NULL
            JOIN spending_registerentry e ON e.id = r.entry_id AND coalesce(e.alive_to > %(as_at)s, true)
            JOIN spending_registered o ON o.entry_id = e.id
            WHERE s.kind_basis IN ('none', %(by_name)s) AND s.kind <> %(individual)s AND NOT EXISTS (
                SELECT FROM spending_supplieridentifier i
                WHERE i.supplier_id = s.id AND i.scheme IN (%(companies)s, %(charities)s)
            )
            GROUP BY m.supplier_id, o.organisation_id
        ) borne
        GROUP BY supplier_id HAVING count(*) = 1
    ) n
    WHERE s.id = n.supplier_id AND n.kind <> 'unknown' AND (s.kind, s.kind_basis, s.size)
        IS DISTINCT FROM (n.kind, %(by_name)s, n.size)
    RETURNING s.id
"""


def follow(taking: Taking) -> None:
    """Bring every supplier up to what the registers say of it now. `taking` is the file that gives rise to it."""
    run(NUMBERED, WORDS)
    run(REGISTERED, WORDS)
    changed = fetched(FOLLOWED, WORDS)
    run("DROP TABLE registered")
    with Sites() as sites:
        run(OFFICES, WORDS)
        sites.settle(taking)
    follow_names(suppliers=None)
    changed += fetched(BY_NAME, {**WORDS, "as_at": taking.as_at})
    taking.counts.changes["suppliers of which a register says something new"] += len(changed)
    taking.touched.update(supplier for (supplier,) in changed)

"""The rows under every figure of spending: list, search, one payment, and open data of the same."""

from spending.pages.payments.choices import Form, form
from spending.pages.payments.listing import PaymentsPage, every_payment, payments_page
from spending.pages.payments.newest import Cursor
from spending.pages.payments.one import NoLongerShown, PaymentPage, payment_page
from spending.pages.payments.records import COLUMNS, GUIDE, Cell, in_pounds, record_of
from spending.pages.payments.shown import PublicPayment
from spending.pages.payments.supplier import SupplierPage, supplier_page

__all__ = [
    "COLUMNS",
    "GUIDE",
    "Cell",
    "Cursor",
    "Form",
    "NoLongerShown",
    "PaymentPage",
    "PaymentsPage",
    "PublicPayment",
    "SupplierPage",
    "every_payment",
    "form",
    "in_pounds",
    "payment_page",
    "payments_page",
    "record_of",
    "supplier_page",
]

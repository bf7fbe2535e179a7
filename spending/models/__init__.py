"""The nouns of spending: files, payments, payees, suppliers, places, and what is known of where money went."""

from spending.models.attribution import AttributedPayment, Attribution, Category, Department, WhyUnknown
from spending.models.bodies import Body, SavedLayout
from spending.models.files import OriginalPiece, SourceFile
from spending.models.notes import ImportNote
from spending.models.payees import Decision, MatchBasis, Payee, Verdict
from spending.models.payments import AmountBasis, DateKind, PayeeClass, Payment, QuarantinedRow
from spending.models.places import Postcode, Scope, ScopeColumn, ScopeRule, Tier, TierRule
from spending.models.registers import ReferenceFile, ReferenceKind, RegisterEntry, RegisterName
from spending.models.suppliers import (
    KindBasis,
    SiteBasis,
    SizeProxy,
    Supplier,
    SupplierIdentifier,
    SupplierKind,
    SupplierName,
    SupplierSite,
)
from spending.models.surveys import AnswerBasis, AnsweredIn, Survey, SurveyedSupplier, SurveyReply, ThirdRoundRates
from spending.models.totals import Grain, PartyTotal, PayeeTotal, PlaceTotal, Tally, Total
from spending.models.uploads import Upload, UploadPiece, UploadPurpose

__all__ = [
    "AmountBasis",
    "AnswerBasis",
    "AnsweredIn",
    "AttributedPayment",
    "Attribution",
    "Body",
    "Category",
    "DateKind",
    "Decision",
    "Department",
    "Grain",
    "ImportNote",
    "KindBasis",
    "MatchBasis",
    "OriginalPiece",
    "PartyTotal",
    "Payee",
    "PayeeClass",
    "PayeeTotal",
    "Payment",
    "PlaceTotal",
    "Postcode",
    "QuarantinedRow",
    "ReferenceFile",
    "ReferenceKind",
    "RegisterEntry",
    "RegisterName",
    "SavedLayout",
    "Scope",
    "ScopeColumn",
    "ScopeRule",
    "SiteBasis",
    "SizeProxy",
    "SourceFile",
    "Supplier",
    "SupplierIdentifier",
    "SupplierKind",
    "SupplierName",
    "SupplierSite",
    "Survey",
    "SurveyReply",
    "SurveyedSupplier",
    "Tally",
    "ThirdRoundRates",
    "Tier",
    "TierRule",
    "Total",
    "Upload",
    "UploadPiece",
    "UploadPurpose",
    "Verdict",
    "WhyUnknown",
]

"""What every statement says of itself, whatever its figures: the working definition, and what it is not."""

# Source: the reference on the ledger; the disclaimer follows the Accounts and Audit Regulations 2015.
DEFINITION = (
    "The community balance sheet of {name} shows resources held for, received by, and used for the benefit of people "
    "there during the year, by whichever body, that can be evidenced. It is a memorandum statement, unaudited, "
    "published alongside the council’s statement of accounts and reconciled to it; it is not the account of a legal "
    "entity. Money, in-kind support and time are shown separately and are not added together. Social value is an "
    "estimate derived from them."
)
DISCLAIMER = (
    "This is a pilot. It is not part of the statutory statement of accounts, and it is not audited by the external "
    "auditor. No right of objection under section 27 of the Local Audit and Accountability Act 2014 arises from it. "
    "The chart of accounts is proposed, to be agreed by the Community Wealth Building Group."
)
ENTRIES = (
    "Every figure opens the entries that it adds up. Each entry is posted once, and never changed: what was wrong is "
    "reversed, with a reason, and posted anew."
)
EVIDENCE = (
    "Evidence is graded A, a document kept with its digest; B, a public register; C, a signed return; D, an estimate. "
    "The percentages say how much of a figure rests on which. They are rounded, and may not add up to 100."
)
MARKERS = (
    "“Not recorded” means that nobody has told us anything: it is not nothing. 0 is nothing. “Not shown” means that it "
    "would tell of fewer than five people, or of the hours that they gave. “Not applicable” means that there is "
    "nothing to compare with."
)
SIGNS = (
    "What is owed, and what came in, is shown above nothing. A figure below nothing says that more was "
    "taken back than came."
)
METHOD = (ENTRIES, EVIDENCE, MARKERS, SIGNS)
BOROUGH = (
    "The borough is the sum, line by line, of the six neighbourhoods and of what belongs to the whole town. What one "
    "neighbourhood owes another stands in both “due from” and “due to” and comes to nothing together; a grant that one "
    "body passed on to another here stands in both “came in” and “passed on”."
)

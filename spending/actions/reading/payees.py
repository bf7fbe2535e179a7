"""Who was paid, as far as the cell tells: a name, a redaction, a label for many, a number, or nothing."""

import re

from spending.actions.reading.lines import PayeeClass

NOTHING = frozenset({"", "-", "–", "n/a", "na", "null", "none", "nan", "#n/a", "not applicable", "unknown"})
WORDS = re.compile(r"[a-z0-9&']+").findall
REDACTED = frozenset({"redact", "redacted", "redacting", "redaction", "redactions"})
# Companies, whatever their names look like. Darlington, Harrogate and Hertfordshire pay them.
COMPANIES = frozenset({"redacta", "redactive"})
COMPANY_WORDS = frozenset({"ltd", "limited", "plc", "llp", "lp", "cic", "cio", "inc", "gmbh", "llc", "publishing"})
WITHHELD = re.compile(
    r"(?:the )?(?:(?:name|names|identity|details|supplier|payee)(?: name)? )?(?:is |are )?"
    r"(?:withheld|removed|suppressed|anonymised|not disclosed|not published|confidential)\b.*"
    r"|personal (?:data|information|details)\b.*|(?:private )?individuals?|data protection\b.*|gdpr\b.*|name supplied"
).fullmatch
BLACKED_OUT = re.compile(r"[*x#█.\s-]{3,}", re.IGNORECASE).fullmatch
CONTEXT = frozenset({"personal", "data", "identity", "information", "name", "gdpr", "individual", "dp", "act"})
CODED = re.compile(r"[a-z]{0,3}[-/ ]?[0-9][0-9 ./-]{2,}", re.IGNORECASE).fullmatch
POOLED = re.compile(
    r"(?:various|multiple|sundry|miscellaneous|misc|sundries)(?: .*)?"
    r"|one[- ]?(?:time|off) (?:vendor|supplier|payee|payment)s?\b.*"
    r"|(?:personal budgets?|direct payments?|foster(?:ing)? (?:carers?|allowances?|payments?)|adoption allowances?"
    r"|housing benefits?|payroll|petty cash|staff expenses|employee expenses|client payments?)\b.*"
    # Calderdale's personal budgets: a period, a code, a kind of need.
    r"|20[0-9]{2}:[0-9]{2}.*"
).fullmatch


def payee_class(text: str) -> PayeeClass:
    text = " ".join(text.split()).lower()
    if text in NOTHING:
        return PayeeClass.BLANK
    if is_redacted(text):
        return PayeeClass.REDACTED
    if CODED(text):
        return PayeeClass.CODED
    return PayeeClass.POOLED if POOLED(text) else PayeeClass.NAMED


def is_redacted(text: str) -> bool:
    """Tell a redaction, misspelt ones too, from a company whose name resembles one."""
    words = set(WORDS(text))
    if words & COMPANIES:
        return False
    if words & REDACTED or WITHHELD(text) or BLACKED_OUT(text):
        return True
    slips = 2 if words & CONTEXT else 1
    return not words & COMPANY_WORDS and any(is_slip(word, slips) for word in words)


def is_slip(word: str, slips: int) -> bool:
    """Whether the word is "redacted" with so many letters wrong, missing, doubled or swapped."""
    return (
        word.startswith(("r", "er"))
        and abs(len(word) - len("redacted")) <= slips
        and distance(word, "redacted") <= slips
    )


def distance(left: str, right: str) -> int:
    """Return the optimal string alignment distance: two neighbours swapped are one slip, not two."""
    rows = [list(range(len(right) + 1))]
    for i, letter in enumerate(left, 1):
        row = [i]
        for j, other in enumerate(right, 1):
            cost = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == right[j - 2] and left[i - 2] == other:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]

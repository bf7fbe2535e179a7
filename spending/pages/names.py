"""When two spellings are one name, and when a name is a person's. No database, and no likeness: only what is sure.

The law keeps names apart by nearly the same rule: two companies may not differ in capitals, punctuation, a leading
"The", "and" or "&", or in how their legal form is written (S.I. 2015/17, schedule 3). The form itself stays in the
key: "Roebuck Bakery" may be anybody, "Roebuck Bakery Ltd" is a company.
"""

import re
import unicodedata
from enum import StrEnum

LONGEST = 200

APOSTROPHES = re.compile("['’‘´`ʼ]")
AND = re.compile(r"&(?:amp;)?|\+", re.IGNORECASE)
MARKS = re.compile("[\u0300-\u036f]")
WORDS = re.compile(r"[^\W_]+")
# Initials stand together or apart: W.T. Jenkins, W T Jenkins, WT Jenkins.
INITIALS = re.compile(r"\b[a-z](?: [a-z]\b)+")
# Companies House writes "AUTOMATIC DOOR COMPANY LIMITED(THE)".
ARTICLE = re.compile(r"^the (?=.)|(?<=.) the$")
FORMS = {
    "ltd": ["limited", "cyfyngedig", "cyf"],
    "plc": ["public limited company", "cwmni cyfyngedig cyhoeddus", "ccc"],
    "llp": ["limited liability partnership", "partneriaeth atebolrwydd cyfyngedig", "pac"],
    "cic": ["community interest company", "cwmni buddiant cymunedol", "cbc"],
    "cio": ["charitable incorporated organisation"],
}
FORM_OF = {spelling: form for form, spellings in FORMS.items() for spelling in spellings}
LEGAL_FORM = re.compile(rf" ({'|'.join(sorted(FORM_OF, key=len, reverse=True))})$")
COMPANY = re.compile(rf" co(?=$| (?:{'|'.join(FORMS)})$)")


def key(name: str) -> str:
    """Return the form in which names compare: equal keys are one name. At most 200 characters; empty: no name.

    What follows "t/a" stays in: a trading name with its owner is neither of the two.
    """
    text = MARKS.sub("", unicodedata.normalize("NFKD", APOSTROPHES.sub("", name))).casefold()
    text = " ".join(WORDS.findall(AND.sub(" and ", text)))
    text = INITIALS.sub(lambda letters: letters[0].replace(" ", ""), text)
    text = ARTICLE.sub("", text)
    text = LEGAL_FORM.sub(lambda form: f" {FORM_OF[form[1]]}", text)
    return COMPANY.sub(" company", text)[:LONGEST]


STEM = re.compile(rf" (?:{'|'.join(FORMS)})$")
TRADING_AS = re.compile(r"\bt ?/ ?as?\b|\btrading as\b", re.IGNORECASE)


class Kinship(StrEnum):
    """How a key may be the same organisation's without being the same name. For people to judge, never for rules."""

    SAME = "The same name"
    FORM = "The same name but for its legal form"
    PART = "The name before or after “t/a”"


def kin(name: str) -> dict[str, Kinship]:
    """Return the keys under which the organisation of a name may be known, the nearest first."""
    whole = key(name)
    found = {whole: Kinship.SAME}
    for form in forms_of(whole):
        found.setdefault(form, Kinship.FORM)
    for part in TRADING_AS.split(name):
        for form in forms_of(key(part)):
            found.setdefault(form, Kinship.PART)
    return {form: kinship for form, kinship in found.items() if form}


def forms_of(whole: str) -> list[str]:
    """Return a key with every legal form, and with none."""
    stem = STEM.sub("", whole)
    return [stem, *(f"{stem} {form}" for form in FORMS)] if stem else []


TITLES = frozenset(WORDS.findall("mr mrs ms miss mx dr prof professor rev revd reverend sir dame cllr councillor"))
MOST_WORDS = 7
# Words that stand in names of businesses and institutions, never in a person's.
COMPANY_WORDS = frozenset(
    WORDS.findall("""
    ltd limited plc llp cic cio lp inc co company group holdings uk gb partners partnership associates consultants
    consultancy consulting solicitors bros sons brothers services solutions supplies systems trust foundation
    charity fund society association club centre council committee institute union insurance bank school academy
    college university nursery playgroup hospital surgery practice clinic pharmacy church parish chapel mosque
    housing homes home care hotel theatre museum estate estates properties lettings builders building construction
    contractors plumbing electrical heating roofing scaffolding fencing cleaning garage motors taxis transport
    travel coaches computers software design print catering cakes foods fitness training events productions
    publishing records shop
    """)
)


def reads_like_a_person(name: str) -> bool:
    """Tell a person by the title before or after the name. Without a title nobody can tell, and it says no.

    "Mr J Smith t/a Smith Building" is a person: only what stands before "t/a" is looked at.
    """
    owner = TRADING_AS.split(AND.sub(" ", APOSTROPHES.sub("", name)))[0]
    words = WORDS.findall(owner.lower())
    names = [word for word in words if word not in TITLES and word != "and"]
    has_title = bool(words) and not TITLES.isdisjoint({words[0], words[-1]})
    reads_so = 0 < len(names) <= MOST_WORDS and all(word.isalpha() for word in names)
    return has_title and reads_so and COMPANY_WORDS.isdisjoint(names)

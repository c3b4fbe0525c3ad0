"""A card's properties as the columns of a contact list, under headings that contact lists have."""

import re
from collections.abc import Iterable, Sequence

from engagement.formats.card_lines import Property

_NO_PERSON = frozenset({"group", "location", "thing", "application", "device"})
_EVERYBODY = "myContacts"  # Google's word on each card
_APPLE_WORD = re.compile(r"_\$!<(.*)>!\$_")
_WORDS = re.compile(r"[a-z]+")
# The heading of a number or address, by the first of its types or words of its label that is here. A fax before all.
_PHONES: tuple[tuple[str, frozenset[str]], ...] = (
    ("Fax", frozenset({"fax", "homefax", "workfax", "otherfax"})),
    ("Pager", frozenset({"pager", "modem", "bbs", "isdn", "textphone", "telex"})),
    ("Cell Phone", frozenset({"cell", "mobile", "iphone", "cellular", "pcs"})),
    ("Work Phone", frozenset({"work", "office", "business"})),
    ("Home Phone", frozenset({"home"})),
    ("Main Phone", frozenset({"main"})),
)
_EMAILS: tuple[tuple[str, frozenset[str]], ...] = (
    ("Work Email", frozenset({"work", "office", "business"})),
    ("Personal Email", frozenset({"home", "personal"})),
)


def person_of(card: Iterable[Property]) -> dict[str, object] | None:
    """The fields of a card, by headings such as "Cell Phone"; None when it is of a group or a place, and of nobody.

    Several of one heading are in one field, a semicolon between them, the preferred first. "Name" and "Email" are
    always there, blank where the card has none.
    """
    by_name: dict[str, list[Property]] = {}
    labels: dict[str, str] = {}
    for one in card:
        by_name.setdefault(one.name, []).append(one)
        if one.name == "X-ABLABEL" and one.group:
            labels[one.group] = one.whole
    kinds = [*by_name.get("KIND", ()), *by_name.get("X-ADDRESSBOOKSERVER-KIND", ())]
    if any(kind.whole.lower() in _NO_PERSON for kind in kinds):
        return None
    fields: dict[str, list[str]] = {}
    for property_name, is_phone in (("EMAIL", False), ("TEL", True)):
        for one in sorted(by_name.get(property_name, ()), key=lambda one: one.rank):
            heading = _heading(one, labels.get(one.group, ""), is_phone=is_phone)
            if value := _number(one.whole) if is_phone else _without_scheme(one.whole, "mailto:"):
                fields.setdefault(heading, []).append(value)
    fields.setdefault("Email", [])
    company = _first(by_name, "ORG").parts(";")[0] if "ORG" in by_name else ""
    written = [value for values in fields.values() for value in values]
    categories = [part for one in by_name.get("CATEGORIES", ()) for part in one.parts(",") if part != _EVERYBODY]
    name = _name(by_name, company, written)
    row: dict[str, object] = {"Name": name or company}
    row |= {heading: "; ".join(dict.fromkeys(values)) for heading, values in fields.items()}
    rest = {
        "Labels": "; ".join(dict.fromkeys(filter(None, categories))),
        "Company": company if name else "",
        "Title": _text(by_name, "TITLE"),
        "Notes": _text(by_name, "NOTE"),
    }
    return row | {heading: text for heading, text in rest.items() if text}


def _name(by_name: dict[str, list[Property]], company: str, written: Sequence[str]) -> str:
    """The person's name: as it is shown, or by its parts where that is the company's, an address, or turned round."""
    shown = " ".join(_text(by_name, "FN").split())
    parts = [*(_first(by_name, "N").parts(";") if "N" in by_name else ()), "", "", ""][:3]
    family, given, more = (" ".join(part.replace(",", " ").split()) for part in parts)
    by_parts = " ".join(filter(None, (given, more, family)))
    if shown in written or shown == company:
        shown = ""
    return by_parts if not shown or ("," in shown and given and family) else shown


def _heading(one: Property, label: str, *, is_phone: bool) -> str:
    apple = _APPLE_WORD.fullmatch(label)
    words = one.types | set(_WORDS.findall((apple[1] if apple else label).lower()))
    for heading, kinds in _PHONES if is_phone else _EMAILS:
        if words & kinds:
            return heading
    plain = "Phone" if is_phone else "Email"
    return f"Other {plain}" if label or "other" in words else plain


def _number(text: str) -> str:
    """A phone number without its scheme, and without what is to be dialled after it."""
    return re.split(r"[;,]", _without_scheme(_without_scheme(text, "tel:"), "sms:"))[0].strip()


def _without_scheme(text: str, scheme: str) -> str:
    return text[len(scheme) :].strip() if text.lower().startswith(scheme) else text


def _first(by_name: dict[str, list[Property]], name: str) -> Property:
    return min(by_name[name], key=lambda one: one.rank)


def _text(by_name: dict[str, list[Property]], name: str) -> str:
    return _first(by_name, name).whole if name in by_name else ""

"""What the headings of a contact list mean: the usual ones of CRMs and address books, in four languages.

A heading is compared without case, accents, spaces and signs, and without a "Person - " before it. Words that mean one
thing alone and another beside others are told by the whole header: "Nom" is the last name beside "Prénom".
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache

from engagement.domain.vocabulary import CHANNEL_WORDS, Channel
from engagement.lib.text import folded as without_accents
from engagement.providers.fields import folded

_OF_PERSON = re.compile(
    r"\s*(?:person|people|contact|lead|client|customer|kontakt|persona|contacto)(?:\s+[-–—]\s+|\s*[:.>]\s*)",
    re.IGNORECASE,
)
_FIRST = (
    *("firstname", "givenname", "forename", "first", "fname", "contactfirstname", "leadfirstname", "clientfirstname"),
    *("primaryfirstname", "primarycontactfirstname", "vorname", "prenom", "primernombre", "nombres", "nombredepila"),
)
_LAST = (
    *("lastname", "familyname", "surname", "last", "lname", "contactlastname", "leadlastname", "clientlastname"),
    *("primarylastname", "primarycontactlastname", "nachname", "familienname", "zuname", "nomdefamille"),
    *("apellidos", "apellido", "primerapellido", "apellidopaterno"),
)
AGENT_NAME = "agentname"  # the person's own name where no other is, and else the name of who looks after them

FIELDS: Mapping[str, tuple[str, ...]] = {
    "first name": _FIRST,
    "middle name": (
        *("middlename", "middle", "middleinitial", "mname", "additionalname", "additionalnames"),
        *("segundonombre", "zweitervorname", "weiterevornamen", "deuxiemeprenom", "autresprenoms"),
    ),
    "last name": _LAST,
    "second last name": ("segundoapellido", "apellidomaterno", "secondlastname"),
    "suffix": ("suffix", "namesuffix", "suffixe", "sufijo"),
    "name": (
        *("name", "fullname", "contactname", "displayname", "leadname", "clientname", "contact"),
        *("personname", "customername", "nombrecompleto", "nombreyapellidos", "nombreyapellido", "nombresyapellidos"),
        *("apellidosynombre", "vollstandigername", "vollername", "kundenname", "nomcomplet", "nometprenom"),
        *("prenometnom", "nomprenom", "prenomnom", "nomduclient", "nombredelcliente", AGENT_NAME),
    ),
    "owner": (
        *("owner", "ownername", "assignedto", "agentowner", "assignedagent", "assigneduser", "assignee"),
        *("leadowner", "contactowner", "recordowner", "accountowner", "assigntoagent", "assignto", "agentassigned"),
        *("assignedagentname", "assignedtoname", "ownerfullname", "contactownername", "leadownername", "leadagent"),
        *("primaryagent", "responsibleagent", "asignadoa", "agenteasignado", "propietariodelcontacto", "zugewiesenan"),
        *("zustandigerbetreuer", "betreuer", "kontaktinhaber", "attribuea", "assignea", "agentattribue"),
        *("proprietaireducontact", "conseiller"),
        # Who looks after them by an address, where no column has a name.
        *("assigntoagentemail", "assignedagentemail", "assignedtoemail", "assigneduseremail", "assigneeemail"),
        *("owneremail", "contactowneremail", "leadowneremail"),
    ),
    "stage": (
        *("stage", "pipelinestage", "leadstage", "salesstage", "status", "leadstatus", "contactstatus"),
        *("lifecyclestage", "etapa", "etape", "statut", "phase", "estatus"),
    ),
    "source": ("source", "leadsource", "contactsource", "originalsource", "origen", "fuente", "quelle", "origine"),
    "kind": ("kind", "recordtype", "contacttype", "type"),
    "external id": ("externalid", "crmid", "contactid", "leadid", "recordid", "personid", "id"),
}
"""Our field for each usual heading. Of two columns for one field, the heading further on the left is taken."""

LABELS = frozenset(
    (
        *("labels", "label", "tags", "tag", "groups", "group", "groupmembership", "groupmemberships", "categories"),
        *("hashtags", "contacttags", "leadtags", "contactlabels", "contactgroups", "etiquetas", "etiqueta", "grupos"),
        *("grupo", "categorias", "etiquettes", "etiquette", "libelles", "libelle", "groupes", "groupe", "kategorien"),
        *("schlagworter", "schlagwoerter", "schlagworte", "stichworter", "stichwoerter", "gruppen", "gruppe"),
    )
)
"""Headings of labels; several columns are put together."""

_TYPES: Mapping[str, str] = {
    word: kind
    for kind, words in {
        "office": "office work business company trabajo deltrabajo detrabajo oficina laboral profesional geschaftlich "
        "geschaeftlich dienstlich buro buero arbeit bureau professionnel professionnelle travail pro",
        "personal": "personal private privat personnel personnelle perso personlich persoenlich",
        "cell": "cell mobile cellular cellphone mobilephone iphone whatsapp movil celular mobil handy portable "
        "cellulaire mobiltelefon telefonomovil",
        "home": "home casa decasa domicilio domicile maison zuhause particular",
        "other": "other secondary alternate alternative alt additional otro otra weitere weiteres weiterer autre "
        "secundario secondaire sonstige",
        "main": "main primary preferred default principal principale haupt",
        # Words that say no type: "Contact Email", "Numéro de téléphone", "Dirección de correo".
        "": "contact lead person client customer subscriber kontakt kunden adresse adressede direccion direccionde "
        "numero numerode nummer node nde numde de fijo fixe festnetz",
    }.items()
    for word in words.split()
} | {"": ""}
_HOME_PHONES = frozenset(("privat", "particular"))  # of an email they say that it is personal
_NO_PHONE = re.compile(r"fax|pager|telex|telecopi|beeper|isdn|tty|modem|busca")
_OF_COMPANIES = frozenset(("companymain",))  # Outlook's number of a switchboard, beside the person's own
_HOW_IT_TRAVELS = frozenset(("smtp", "ex", "x400", "mapi", "internet", "exchange"))  # Outlook's types of an email

ADDRESS_COLUMN = re.compile(
    r"(?P<before>[a-z]*?)"
    r"(?:(?P<email>e?mail(?:s|address(?:es)?|adress(?:e|en))?|correos?(?:electronicos?|e)?|courriels?"
    r"|adresse(?:electronique|(?:de)?messagerie)|messagerie|mel)"
    r"|(?:(?P<cell>cell|mobil|handy|mobile)?(?:(?:tele)?phone|telefono|telefon|fon|rufnummer)"
    r"|(?P<bare>cell|cellulaire|celular|cel|mobile|mobil|mobilfunk|movil|handy|portable|gsm|natel)|tel)"
    r"(?:s|numbers?|nummern?|numero|no|nr)?)"
    r"(?P<number>\d{0,2})(?:address|adresse|direccion|number)?(?P<after>[a-z]*?)(?P<last>\d{0,2})",
    re.ASCII,
)
"""A heading about addresses: "Work Email 2", "E-mail 1 - Value", "Phone (home)", "Cell #", "Email Type 2".

The words before and after make a column ours only when each is a type, or says that the column holds the types.
"""

_TYPE_AFTER = frozenset(("type", "label", "typ", "tipo"))
_TYPE_BEFORE = frozenset(("typede", "tipode"))
_VALUE_AFTER = frozenset(("value", "wert", "valeur", "valor"))
# One and the same word is a number of visits in French, and a name in Spanish.
_FRENCH = frozenset(("nom", "prenom"))


LEFT_OUT = " (left out)"
"""The end of the heading of a column that a person does not want read, whatever it holds."""

_READ_AS = {f" (read as {CHANNEL_WORDS[channel].column})": channel for channel in Channel}
_NOT_READ = {f" (not read: {CHANNEL_WORDS[channel].column})": channel for channel in Channel}


def headed(heading: str, channel: Channel, *, is_read: bool = True) -> str:
    """A heading under which a column is read as addresses, or said not to be, for what it holds (list_values.py)."""
    return heading + next(end for end, its in (_READ_AS if is_read else _NOT_READ).items() if its is channel)


def told_of(heading: str, *, is_read: bool = True) -> tuple[str, Channel] | None:
    """The column's own heading and its channel, where it was `headed` so; None for any other."""
    for end, channel in (_READ_AS if is_read else _NOT_READ).items():
        if heading.endswith(end):
            return heading.removesuffix(end), channel
    return None


@lru_cache(maxsize=4096)
def plain(heading: str) -> str:
    """A heading as it is compared: letters and digits only, in lower case, without accents and "Person - "."""
    return folded(without_accents(_OF_PERSON.sub("", heading, count=1) or heading))


def plain_names(header: Iterable[str]) -> dict[str, str]:
    """From the heading as it is compared to the heading as it is written; of two alike, the first."""
    names: dict[str, str] = {}
    for column in header:
        names.setdefault(plain(column), column)
    return names


def fields_of(names: Mapping[str, str]) -> dict[str, str]:
    """From our field to its column, by the plain names of all columns."""
    found = {
        field: names[next(name for name in usual if name in names)]
        for field, usual in FIELDS.items()
        if not names.keys().isdisjoint(usual)
    }
    _tell_by_others(names, found)
    agent = names.get(AGENT_NAME)
    if agent is not None and agent == found.get("name") and "first name" in found:
        del found["name"]
    others = names.get("agent"), names.get("agentemail")
    if agent is not None and found.get("name") != agent:
        found.setdefault("owner", agent)
    elif agent is None and found.keys() & {"name", "first name", "last name"}:
        for column in filter(None, others):
            found.setdefault("owner", column)
    return found


def _tell_by_others(names: Mapping[str, str], found: dict[str, str]) -> None:
    """Give the words that mean another thing beside others: "Nom", "Nombre" and "Name"."""
    if "nom" in names:
        is_last = "first name" in found and "last name" not in found
        found.setdefault("last name" if is_last else "name", names["nom"])
    if "nombre" in names and not names.keys() & _FRENCH:
        is_first = "last name" in found and "first name" not in found
        found.setdefault("first name" if is_first else "name", names["nombre"])
    if "first name" in found and "last name" not in found and found.get("name") == names.get("name", ""):
        found["last name"] = found.pop("name")


def is_of_another(before: str, names: Collection[str]) -> bool:
    """Whether columns that begin with a word are another person's: there is a Secondary First Name."""
    return _TYPES.get(before) == "other" and any(
        f"{before}{name}" in names for name in ("firstname", "name", "contact")
    )


def is_type_column(before: str, after: str) -> bool:
    """Whether a column about addresses holds what type they are, by the words before and after."""
    return (after in _TYPE_AFTER and not before) or (before in _TYPE_BEFORE and not after)


def type_of(words: Sequence[str], *, is_phone: bool) -> str | None:
    """The type of address that the words around say; "" when they say none, None when they say something else."""
    kinds = [_type(word, is_phone=is_phone) for word in words if word not in _VALUE_AFTER]
    if None in kinds:
        return None
    said = [kind for kind in kinds if kind]
    return "cell" if "cell" in said else "".join(said)


def type_said(written: str, *, is_phone: bool) -> str | None:
    """The type that a cell says of the address beside it; None where that is no phone, but a fax or a pager.

    Google puts a star before the type of the address that is the main one. A type of no list is kept as it is.
    """
    said = plain(written)
    if _NO_PHONE.search(said):
        return None
    if not is_phone and said in _HOW_IT_TRAVELS:
        return ""
    kind = _type(said, is_phone=is_phone)
    return written.strip("* ").casefold() if kind is None else kind


@lru_cache(maxsize=1024)
def _type(word: str, *, is_phone: bool) -> str | None:
    if is_phone and word in _HOME_PHONES:
        return "home"
    if word in _TYPES:
        return _TYPES[word]
    if word in _OF_COMPANIES:
        return None
    for place in range(2, len(word) - 1):
        one, other = _TYPES.get(word[:place]), _TYPES.get(word[place:])
        if one is not None and other is not None:  # "mobileprofessionnel", "principaldetrabajo"
            return "cell" if "cell" in (one, other) else one or other
    return None

"""What the headings of a contact list mean: of each kind of list its neighbours, in four languages."""

import pytest

from engagement.domain.vocabulary import Channel
from engagement.providers.contact_list import mapping
from tests.providers.list_rows import PAT, contact, email, phone


@pytest.mark.parametrize(
    ("header", "words"),
    [
        # Pipedrive, with its "Person - "
        ("Person - Name", "name"),
        ("Person - First name|Person - Last name", "first name|last name"),
        ("Person - Email - Work", "office email"),
        ("Person - Email - Home", "home email"),
        ("Person - Phone - Mobile", "cell phone"),
        ("Person - Owner", "owner"),
        ("Person - Labels", "labels"),
        ("Person - ID", "external id"),
        ("Contact: Email", "email"),
        ("Person - Organization|Organization - Name|Deal - Stage|Deal - Owner|Person - Title", "||||"),
        # HubSpot, Salesforce, Zoho
        ("Record ID|Phone Number|Mobile Phone Number|Contact owner", "external id|phone|cell phone|owner"),
        ("Lead Status|Lifecycle Stage|Company Name|Fax Number", "stage|||"),
        ("Additional email addresses|Email Domain", "other email|"),
        ("FirstName|MiddleName|LastName|Suffix|Salutation", "first name|middle name|last name|suffix|"),
        ("MobilePhone|HomePhone|OtherPhone|AssistantPhone|Fax", "cell phone|home phone|other phone||"),
        ("Contact Owner.id|Contact Owner|Account Name|Tag|Asst Phone", "|owner||labels|"),
        # Outlook
        ("Company Main Phone|Primary Phone|Business Phone 2|Pager|Home Fax", "|main phone|office phone||"),
        ("E-mail 2 Address|E-mail 2 Type|E-mail 2 Display Name|Categories", "email|email type||labels"),
        # Google
        ("Name|Given Name|Additional Name|Family Name", "name|first name|middle name|last name"),
        ("Organization 1 - Name|Relation 1 - Value|Website 1 - Value|Group Membership", "|||labels"),
        # of brokerages: kvCORE, Follow Up Boss, Top Producer
        ("Lead Type|Assign to Agent Email|Hashtags", "|owner|labels"),
        ("First Name|Agent|Agent Email|Agent Phone", "first name|owner||"),
        ("Agent Name|Agent Email|Agent Phone", "name|email|phone"),
        ("Client Name|Agent Name|Email", "name|owner|email"),
        ("Email 1 - Type|Email 1|Relationship 1 - Email 1", "email type|email|"),
        ("Spouse Name|Spouse Email|Partner Phone|Email", "|||email"),
        ("First Name|Secondary First Name|Secondary Email|Email", "first name|||email"),
        ("First Name|Secondary Email|Email", "first name|other email|email"),
        ("Contact Name|Contact Email", "name|email"),
        # Spanish
        ("Nombre|Apellidos|Correo electrónico|Teléfono|Móvil", "first name|last name|email|phone|cell phone"),
        ("nombre|apellido|correo|telefono|movil", "first name|last name|email|phone|cell phone"),
        ("Nombre|Correo electronico|Celular", "name|email|cell phone"),
        ("Primer apellido|Segundo apellido|Segundo nombre", "last name|second last name|middle name"),
        ("Teléfono del trabajo|Teléfono particular|Nº de teléfono", "office phone|home phone|phone"),
        ("Dirección de correo electrónico|Correo de trabajo", "email|office email"),
        ("Etiquetas|Propietario del contacto|Fuente|Etapa", "labels|owner|source|stage"),
        # German
        ("Vorname|Nachname|E-Mail-Adresse|Telefon|Mobil", "first name|last name|email|phone|cell phone"),
        ("Name|Vorname|E-Mail", "last name|first name|email"),
        ("Telefon geschäftlich|Telefon geschaeftlich|Telefon privat", "office phone|office phone|home phone"),
        ("E-Mail privat|Handynummer|Mobilnummer|Rufnummer", "personal email|cell phone|cell phone|phone"),
        ("Fax geschäftlich|Telefax|Telefon Assistent|Telefon Firma", "|||"),
        ("Weitere Vornamen|Weiteres Telefon|Haupttelefon", "middle name|other phone|main phone"),
        ("E-Mail-Typ|E-Mail: Angezeigter Name|E-Mail 2: Adresse|Kategorien", "||email|labels"),
        # French
        ("Prénom|Nom|Courriel|Téléphone|Portable", "first name|last name|email|phone|cell phone"),
        ("prenom|nom|courriel|telephone|portable", "first name|last name|email|phone|cell phone"),
        ("Nom|Courriel", "name|email"),
        ("Nom|Prénom|Nom de famille", "name|first name|last name"),
        ("Nom|Prénom|Nombre|Nombre de visites", "last name|first name||"),
        ("Adresse de messagerie|Type de messagerie", "email|email type"),
        ("Téléphone (bureau)|Téléphone (domicile)|Tél. mobile", "office phone|home phone|cell phone"),
        ("Téléphone mobile professionnel|Télécopie|Numéro de fax", "cell phone||"),
        ("Adresse e-mail|Adresse électronique|Adresse", "email|email|"),
        ("Étiquettes|Propriétaire du contact|Statut|Origine", "labels|owner|stage|source"),
    ],
)
def test_what_a_header_means(header: str, words: str) -> None:
    columns = header.split("|")
    said = dict(zip(columns, words.split("|"), strict=True))
    assert mapping(columns) == {column: word for column, word in said.items() if word}


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("Mobile", "cell"),
        ("* Mobile", "cell"),
        ("iPhone", "cell"),
        ("Work", "office"),
        ("Móvil", "cell"),
        ("Geschäftlich", "office"),
        ("Domicile", "home"),
        ("Privat", "home"),
        ("Main", "main"),
        ("", ""),
        ("Google Voice", "google voice"),
        ("Work Fax", None),
        ("Home Fax", None),
        ("* Fax", None),
        ("Other FAX", None),
        ("Fax geschäftlich", None),
        ("Télécopie", None),
        ("Pager", None),
        ("telex", None),
    ],
)
def test_42_a_fax_is_no_phone(kind: str, found: str | None) -> None:
    row = {
        "Name": "Pat Ashby",
        "Phone 1 - Type": kind,
        "Phone 1 - Value": "202-555-0145",
        "Phone 2 - Type": "Mobile",
        "Phone 2 - Value": "202-555-0143",
    }
    of_mobile = phone("+12025550143", "cell", is_main=found is None)
    expected = (of_mobile,) if found is None else (phone("+12025550145", found, is_main=True), of_mobile)
    assert contact(row).addresses == expected


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        *((word, "") for word in ("SMTP", "smtp", "EX", "X400", "Internet", "")),
        *(
            (
                ("Work", "office"),
                ("* Home", "home"),
                ("Privat", "personal"),
                ("Obsolete", "obsolete"),
                ("Other", "other"),
            )
        ),
    ],
)
def test_39_how_an_email_travels_is_no_type(kind: str, found: str) -> None:
    row = {"Name": "Pat Ashby", "E-mail Address": PAT, "E-mail Type": kind}
    assert contact(row).addresses == (email(PAT, found, is_main=True),)


def test_googles_star_says_which_address_is_the_main_one() -> None:
    row = {"Name": "Pat", "E-mail 1 - Label": "Home", "E-mail 1 - Value": PAT, "E-mail 2 - Label": "* Work"}
    found = contact(row | {"E-mail 2 - Value": "ashby@example.org"}).addresses
    assert found == (email(PAT, "home"), email("ashby@example.org", "office", is_main=True))


@pytest.mark.parametrize(
    ("columns", "owner"),
    [
        ({"Assign to Agent Email": "dana@example.org"}, "dana@example.org"),
        ({"Assigned Agent Email": "dana@example.org"}, "dana@example.org"),
        ({"Owner Email": "dana@example.org", "Owner": "Dana Whit"}, "Dana Whit"),
        ({"Contact owner": "Dana Whit"}, "Dana Whit"),
        ({"Assign to Agent": "Dana Whit", "Assign to Agent Email": "dana@example.org"}, "Dana Whit"),
        ({"Agent": "Dana Whit"}, "Dana Whit"),
        ({"Agent Name": "Dana Whit"}, "Dana Whit"),
        ({"Agent Email": "dana@example.org"}, "dana@example.org"),
        ({"Assigned To": "Dana Whit", "Agent": "Sam Birch"}, "Dana Whit"),
        ({"Agente asignado": "Dana Whit"}, "Dana Whit"),
        ({"Owner Id": "77", "Created By": "Sam Birch", "Lender": "Lee"}, None),
    ],
)
def test_44_who_looks_after_them(columns: dict[str, str], owner: str | None) -> None:
    found = contact({"First Name": "Pat", "Last Name": "Ashby", "Email": PAT} | columns)
    assert (found.owner, found.name) == (owner, "Pat Ashby")
    assert [one.value for one in found.addresses if one.channel is Channel.EMAIL] == [PAT]


@pytest.mark.parametrize(
    "columns",
    [
        {"Fax": "202-555-0199"},
        {"Business Fax": "202-555-0199"},
        {"Spouse Email": "lee@example.org", "Spouse Phone": "202-555-0199"},
        {"Spouse First Name": "Lee", "Spouse Last Name": "Ashby", "Spouse": "Lee"},
        {"Secondary First Name": "Lee", "Secondary Email": "lee@example.org"},
        {"Assistant's Phone": "202-555-0199", "Manager Email": "lee@example.org"},
        {"Company Main Phone": "202-555-0199"},
        {"Relationship 1 - First Name": "Lee", "Relationship 1 - Phone 1": "202-555-0199"},
        {"Emergency Contact": "Lee", "Emergency Phone": "202-555-0199"},
        {"Company": "Example Realty", "Organization Name": "Example Realty", "Account Name": "Example Realty"},
    ],
)
def test_what_is_another_persons_is_not_mixed_in(columns: dict[str, str]) -> None:
    found = contact({"First Name": "Pat", "Last Name": "Ashby", "Email": PAT} | columns)
    assert (found.name, found.addresses) == ("Pat Ashby", (email(PAT, is_main=True),))

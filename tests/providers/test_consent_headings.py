"""Which headings of contact lists speak of consent, in the spellings of many programs, and what each says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.domain.consent import ConsentChannel
from engagement.providers.consent_headings import CALL, EMAIL, TEXT, Says, consent_column, speaks_of_consent

OUT, IN, STATUS, WHEN, NOTHING, WHY = Says
KNOWN: dict[tuple[Says, tuple[ConsentChannel, ...]], tuple[str, ...]] = {
    (OUT, (EMAIL,)): (
        *("Do Not Email", "do_not_email", "DO-NOT-EMAIL", "Don't Email", "No Email", "No Emails", "No Email 2"),
        *("Email Opt Out", "Email Opt-Out", "email_opt_out", "emailOptOut", "Opted Out of Email", "Email Opted Out"),
        *("HasOptedOutOfEmail", "PersonHasOptedOutOfEmail", "hs_email_optout", "Unsubscribed", "Is Unsubscribed"),
        *("Unsubscribed from all email", "Unsubscribed From All Emails", "Email Unsubscribed", "Unsubscribe"),
        *("EMAIL_BLACKLISTED", "emailBlacklisted", "Suppressed", "Do Not Contact by Email", "Do not send emails"),
        *("No enviar correo electrónico", "Dado de baja", "Unsubscribed from newsletter", "Unsubscribed from mailings"),
        *("Keine E-Mails", "Abgemeldet", "Newsletter abgemeldet", "E-Mail abbestellt", "Nicht per E-Mail kontaktieren"),
        *("Désabonné", "Désinscrite", "Ne pas envoyer d'e-mail", "Pas de courriel"),
    ),
    (OUT, (TEXT,)): (
        *("Do Not Text", "Do not SMS", "SMS Opt Out", "Text Opt-Out", "sms_opt_out", "Opted out of texts", "No Texts"),
        *("Do not send text messages", "Do Not Message", "SMS Unsubscribed", "smsBlacklisted", "No enviar SMS"),
        *("Keine SMS", "Bitte keine SMS senden", "Keine Textnachrichten", "Ne pas envoyer de SMS", "Pas de SMS"),
    ),
    (OUT, (CALL,)): (
        *("Do Not Call", "DoNotCall", "PersonDoNotCall", "DNC", "No Calls", "Call Opt Out", "No llamar"),
        *("Keine Anrufe", "Bitte nicht anrufen", "Ne pas appeler", "Pas d'appel"),
    ),
    (OUT, (EMAIL, TEXT)): ("Opt Out", "Opted Out", "Has Opted Out", "Opted Out?"),
    (OUT, (TEXT, CALL)): ("Phone Opt Out",),
    (OUT, (EMAIL, TEXT, CALL)): (
        *("Do Not Contact", "DoNotContact", "Nicht kontaktieren", "Ne pas contacter", "Ne plus contacter"),
    ),
    (IN, (EMAIL,)): (
        *("Email Opt In", "Email Opt-In", "email_optin", "Subscribed", "Is Subscribed", "Subscribed to email"),
        *("Send Email", "Accepts Email Marketing", "Accepts Marketing", "Email consent", "Email Permission"),
        *("Einwilligung E-Mail", "Consentement e-mail", "Abonné"),
    ),
    (IN, (TEXT,)): (
        *("Send SMS", "Text Opt In", "Text opt-in", "SMS Opt-In", "sms_opt_in", "Can Text", "OK to text"),
        *("Accepts SMS Marketing", "SMS Consent", "Text Permission", "Receive texts"),
        *("Einwilligung SMS", "Consentement SMS", "Consentimiento SMS"),
    ),
    (IN, (EMAIL, TEXT)): ("Opt In", "OPT_IN", "Opted-In"),
    (IN, (CALL,)): ("Accepts Calls", "Call Opt In"),
    (STATUS, (EMAIL,)): (
        *("Email Status", "Email 1 Status", "Marketing status", "Person - Marketing status", "Email permission status"),
        *("Email Subscription Status", "Subscription Status", "Email opt status"),
    ),
    (STATUS, (TEXT,)): ("SMS Status", "Text Opt Status"),
    (WHEN, (EMAIL,)): (
        *("UNSUB_TIME", "CLEAN_TIME", "Unsubscribed at", "Unsubscribed Time", "email_optout_date", "Unsubscribe Date"),
        *("Date Unsubscribed", "Unsubscribed on", "Abgemeldet am", "Datum der Abmeldung", "Désabonné le"),
        *("Date de désabonnement", "Date de désinscription"),
    ),
    (WHEN, (TEXT,)): ("SMS Opt-Out Date", "Text Opted Out At"),
    (WHEN, (EMAIL, TEXT)): ("Opt-out date", "Opted Out On", "Date of opt out"),
    (WHY, (EMAIL,)): (
        *("UNSUB_REASON", "UNSUB_REASON_OTHER", "UNSUB_CAMPAIGN_TITLE", "UNSUB_CAMPAIGN_ID", "CLEAN_CAMPAIGN_TITLE"),
        *("email_optout_source", "Unsubscribed Mode"),
    ),
    (NOTHING, ()): (
        *("OPTIN_TIME", "OPTIN_IP", "DOUBLE_OPT-IN", "Email Opt-In Date", "Text consent date", "Subscribed at"),
        *("HasOptedOutOfFax", "Fax Opt Out", "Do Not Fax", "Do Not Mail"),
    ),
}
UNKNOWN = (  # they speak of consent, in words that are not known: asked about, never guessed
    *("Consent", "GDPR", "GDPR consent", "TCPA Consent", "Marketing Consent", "Permission", "Subscription", "Opt"),
    *("Suppression reason", "Not subscribed", "Not opted in", "hs_email_optout_12345", "Do Not Disturb", "DND", "Baja"),
    *(
        "Werbesperre",
        "Keine Werbung",
        "Werbewiderspruch",
        "Nicht stören",
        "Lista Robinson",
        "Opposition RGPD",
        "Bloctel",
    ),
    *("Fecha de baja", "Newsletter angemeldet"),
    *(
        "Opted out of email: Marketing Information",
        "et4ae5__HasOptedOutOfMobile__c",
        "Newsletter opt in",
        "Blacklist 9b",
    ),
    *("Blacklist 9b", "Preferencias de suscripción; baja", "Consent to unsubscribe", "Do not solicit"),
)
OTHERS = (
    *("Email", "Contact Email", "Email Type", "Work Email 2", "Phone", "Phone No.", "Cell", "Text", "Call", "Message"),
    *("Datum", "Letzter Kontakt", "E-Mail erhalten", "Anruf am", "Nachricht", "Kontakt am", "Keine Angabe", "Telefon"),
    *("Statut", "Appel", "Contact le", "Date d'inscription", "Statut du contact", "Passe", "Estado", "Fecha"),
    *("No of calls", "No. of emails", "Number of texts", "Call Status", "Phone Status", "Status", "Contact Status"),
    *(
        "Lead status",
        "Marketing contact status",
        "Mailing Address",
        "Mailing list",
        "Send time",
        "CONFIRM_TIME",
        "Clean",
    ),
    *(
        "Clean",
        "Options",
        "Adoption date",
        "Optometrist",
        "Stop date",
        "Newsletter",
        "Last call date",
        "",
        "  ",
        "column 4",
    ),
    *(
        "Cooptation",
        "Encounter",
        "Dontae",
        "Notes",
        "Description",
        "Contact source",
        "Postal code",
        "Address",
    ),
)


@pytest.mark.parametrize(
    ("heading", "says", "channels"),
    [(heading, says, channels) for (says, channels), headings in KNOWN.items() for heading in headings],
)
def test_a_heading_says(heading: str, says: Says, channels: tuple[ConsentChannel, ...]) -> None:
    column = consent_column(heading)
    assert column is not None
    assert (column.heading, column.says, column.channels) == (heading, says, frozenset(channels))
    assert column.words
    assert consent_column(heading.upper().replace("_", " ")) is not None


@pytest.mark.parametrize("heading", UNKNOWN)
def test_what_speaks_of_consent_in_other_words_is_not_guessed_and_not_missed(heading: str) -> None:
    assert consent_column(heading) is None
    assert speaks_of_consent(heading)


@pytest.mark.parametrize("heading", OTHERS)
def test_what_is_not_about_consent(heading: str) -> None:
    assert consent_column(heading) is None
    assert not speaks_of_consent(heading)


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("DoNotCall", "no call"),
        ("Opt Out", "no email and text"),
        ("Send SMS", "text opt-in"),
        ("Email Status", "email status"),
        ("UNSUB_TIME", "email opt-out date"),
    ],
)
def test_a_column_has_words_for_people(heading: str, words: str) -> None:
    column = consent_column(heading)
    assert column
    assert column.words == words


def test_only_a_cleaned_address_bounces() -> None:
    assert [
        heading
        for headings in KNOWN.values()
        for heading in headings
        if (column := consent_column(heading)) and column.of_bounces
    ] == ["CLEAN_TIME", "CLEAN_CAMPAIGN_TITLE"]


@given(st.text(max_size=200))
def test_any_heading_is_looked_into_quickly(heading: str) -> None:
    consent_column(heading)
    speaks_of_consent(heading)


def test_a_heading_of_many_words_is_given_up() -> None:
    assert consent_column("notext" * 10_000) is None
    assert consent_column("call" * 19 + "q") is None  # "call" is "c all" too

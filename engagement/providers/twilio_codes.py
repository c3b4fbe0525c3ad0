"""What Twilio's error codes of a text mean to us: those of its dictionary that a status or a log of texts can carry.

By twilio.com/docs/api/errors. What is not here is shown in the provider's own words, with its code.
"""

from engagement.domain.causes import CAUSE_WORDS, Cause, Who, Words
from engagement.providers.base import Codes, Own

_SUSPENDED = Own(
    Cause.ACCOUNT_LIMIT,
    Words(
        "your sending account is suspended or closed",
        "Nothing is sent to anybody until the provider opens it again.",
        "Have the account put in order, then send it again.",
        Who.OPERATIONS,
    ),
)
_REGION = Own(
    Cause.ACCOUNT_LIMIT,
    Words(
        "your sending account may not text to that country",
        "Texts to it are switched off, as they are for most countries until somebody allows them.",
        "Check the country code of the number; if it is right, have texts to that country allowed.",
        Who.OPERATIONS,
    ),
)
_TRIAL = Own(
    Cause.ACCOUNT_LIMIT,
    Words(
        "your sending account is on trial and the number is not one of its verified ones",
        "An account on trial texts only to numbers that were verified by hand.",
        "Have the account upgraded, then send it again.",
        Who.OPERATIONS,
    ),
)
_NO_ROUTE = Own(
    Cause.CARRIER_BLOCKS_NUMBER,
    Words(
        "texts from the sending number cannot reach that number",
        "There is no way from the one to the other, most often because of the country or the kind of number. It may be "
        "right.",
        "Send from another number of yours, or call.",
        Who.OPERATIONS,
    ),
)
_NO_PICTURES = Own(
    Cause.CONTENT_REFUSED,
    Words(
        "the phone or its carrier takes no pictures or files",
        "The number is right, and takes texts of words alone.",
        "Send it again without pictures, with a link in their place.",
        Who.YOU,
    ),
)
_TOO_BIG = Own(
    Cause.CONTENT_REFUSED,
    Words(
        "the text or its pictures are too big",
        "The carrier or the provider does not take a text of this size. It says nothing against the number.",
        "Send it again with fewer words, or fewer and smaller pictures.",
        Who.YOU,
    ),
)
_FRAUD_GUARD = Own(
    Cause.CARRIER_FILTERED,
    Words(
        "the provider held the text back as likely fraud",
        "Its guard against fraud took the number, its country, or the number of texts sent for suspicious.",
        CAUSE_WORDS[Cause.CARRIER_FILTERED].remedy,
        Who.OPERATIONS,
    ),
)

CODES: Codes = {
    # The number it was to
    **dict.fromkeys(("21211", "21217"), Cause.INVALID_NUMBER),
    "30005": Cause.NUMBER_GONE,
    **dict.fromkeys(("21614", "21635", "30006"), Cause.LANDLINE),
    "30003": Cause.PHONE_UNREACHABLE,
    "30004": Cause.BLOCKED_BY_PERSON,
    "21610": Cause.OPTED_OUT,
    "21612": _NO_ROUTE,
    # Carriers
    "30007": Cause.CARRIER_FILTERED,
    "30450": _FRAUD_GUARD,
    **dict.fromkeys(("30008", "30009", "30453"), Cause.CARRIER_SILENT),
    **dict.fromkeys(("30017", "30410"), Cause.CARRIER_DOWN),  # congested; out of time
    # The number it was from
    **dict.fromkeys(("30018", "30024", "30032", "30034", "30035", "30040"), Cause.UNREGISTERED_SENDER),
    "30033": Cause.CARRIER_BLOCKS_NUMBER,  # its registration is suspended
    # What it says
    **dict.fromkeys(("30038", "21656"), Cause.CONTENT_REFUSED),
    "30011": _NO_PICTURES,
    **dict.fromkeys(("21605", "21617", "21623", "30019"), _TOO_BIG),
    # Haste, and what the account may send
    "30036": Cause.EXPIRED,
    **dict.fromkeys(("14107", "20429", "21611", "30001", "30022"), Cause.TOO_MANY),
    **dict.fromkeys(("30010", "30023", "30027", "63038"), Cause.ACCOUNT_LIMIT),
    **dict.fromkeys(("10001", "30002", "30037"), _SUSPENDED),
    "21408": _REGION,
    "21608": _TRIAL,
    # The sending program
    **dict.fromkeys(
        (
            *(
                "21212",
                "21601",
                "21602",
                "21603",
                "21604",
                "21606",
                "21609",
                "21618",
                "21619",
                "21620",
                "21659",
                "21660",
            ),
            *("21703", "30020"),
        ),
        Cause.MALFORMED,
    ),
}

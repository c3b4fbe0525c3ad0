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
_SHORT_CODE = Own(
    Cause.INVALID_NUMBER,
    Words(
        "the number is a short code",
        "A short code is a company's, not a person's phone, and takes no texts from your numbers.",
        "Ask them for their cell phone number, and correct it on the contact list.",
        Who.YOU,
    ),
)
_TO_OURSELVES = Own(
    Cause.INVALID_NUMBER,
    Words(
        "the number is the very one it was sent from",
        "One of your own sending numbers stands on the contact list as theirs.",
        "Ask them for their cell phone number, and correct it on the contact list.",
        Who.YOU,
    ),
)
_BAD_LINK = Own(
    Cause.CONTENT_REFUSED,
    Words(
        "it has a link to a site that the provider blocks",
        "The site was reported for fraud, or its owner wants no links to it. It says nothing against the number.",
        "Send it again with another link, or none; have the block looked into if the site is yours.",
        Who.OPERATIONS,
    ),
)
_TRIAL_LENGTH = Own(
    Cause.ACCOUNT_LIMIT,
    Words(
        "your sending account is on trial and the text is longer than that allows",
        "An account on trial sends short texts only, and shorter ones with letters beyond the plain alphabet.",
        "Shorten it, or have the account upgraded, then send it again.",
        Who.OPERATIONS,
    ),
)
_FAULT = Own(
    Cause.CARRIER_DOWN,
    Words(
        "the provider had a fault of its own",
        "It has nothing to do with the number, nor with the text.",
        "Send it again; should it fail again, have the provider asked about it.",
        Who.YOU,
    ),
)
_LOOP = Own(
    Cause.CARRIER_FILTERED,
    Words(
        "it was taken for a machine's text",
        "The provider held it back, so that two machines do not answer one another without end.",
        "Call them if you expected an answer.",
        Who.YOU,
    ),
)

CODES: Codes = {
    # The number it was to
    **dict.fromkeys(("21211", "21217"), Cause.INVALID_NUMBER),
    "21265": _SHORT_CODE,
    "21266": _TO_OURSELVES,
    "30005": Cause.NUMBER_GONE,
    **dict.fromkeys(("21614", "21635", "30006"), Cause.LANDLINE),
    "30003": Cause.PHONE_UNREACHABLE,
    "30004": Cause.BLOCKED_BY_PERSON,
    "21610": Cause.OPTED_OUT,
    "21612": _NO_ROUTE,
    # Carriers
    "30007": Cause.CARRIER_FILTERED,
    "30039": _LOOP,
    "30450": _FRAUD_GUARD,
    **dict.fromkeys(("30008", "30009", "30453"), Cause.CARRIER_SILENT),
    **dict.fromkeys(("30017", "30410"), Cause.CARRIER_DOWN),  # congested; out of time
    "30500": _FAULT,
    # The number it was from
    **dict.fromkeys(("30018", "30024", "30032", "30034", "30035", "30040"), Cause.UNREGISTERED_SENDER),
    "30033": Cause.CARRIER_BLOCKS_NUMBER,  # its registration is suspended
    # What it says
    **dict.fromkeys(("30038", "21656"), Cause.CONTENT_REFUSED),
    "30110": _BAD_LINK,
    "30011": _NO_PICTURES,
    **dict.fromkeys(("21605", "21617", "21623", "30019"), _TOO_BIG),
    # Haste, and what the account may send
    "30036": Cause.EXPIRED,
    **dict.fromkeys(("14107", "20429", "21611", "30001", "30022"), Cause.TOO_MANY),
    **dict.fromkeys(("30010", "30023", "30027", "63038"), Cause.ACCOUNT_LIMIT),
    **dict.fromkeys(("10001", "30002", "30037"), _SUSPENDED),
    "21408": _REGION,
    "21608": _TRIAL,
    "30044": _TRIAL_LENGTH,
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
            *("21703", "30012", "30013", "30020"),  # of the two in the middle: how long it may wait
        ),
        Cause.MALFORMED,
    ),
}

"""Twilio's shapes of the planned texts: REST list pages and lines of the bulk export, each with its last status."""

from collections.abc import Iterator, Sequence

import numpy as np

from benchmarks.people import phone
from benchmarks.plan import SECOND, Texts
from benchmarks.sizes import SEED, Ints

REST, EXPORT = range(2)
_ACCOUNT = "AC0a1b2c3d4e5f60718293a4b5c6d7e8f9"
_SERVICE = "MG00112233445566778899aabbccddeeff"
_OURS = "+14155550100"
_PAGE = 1000
OUTBOUND = (  # status, error code, error message
    ("delivered", "null", "null"),
    ("sent", "null", "null"),
    ("undelivered", "30007", '"Carrier violation"'),
    ("undelivered", "30003", '"Unreachable destination handset"'),
    ("failed", "30006", '"Landline or unreachable carrier"'),
    ("queued", "null", "null"),
    ("undelivered", "21610", '"Attempt to send to unsubscribed recipient"'),
)
_SENT_WORDS = (
    "Hi, two new homes on Alder Street. Want to see them on Tuesday?",
    "Did the papers arrive? I can bring them by this evening.",
    "Quick reminder of our coffee tomorrow at nine, by the lake.",
    "The seller took the offer! Call me when you can.",
)
_REPLIES = (
    "Yes, Tuesday is fine",
    "Who is this?",
    "Not now, maybe in the spring",
    "Thanks!",
    "Can we do Friday?",
    "ok",
)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def records(texts: Texts, number: int) -> dict[int, list[str]]:
    """All records of slice `number` as JSON texts, for each shape in the order its file has them."""
    rng = np.random.default_rng((SEED, 6, number))
    shape = rng.choice(2, len(texts.number), p=(0.4, 0.6))
    return {which: list(_rendered(texts, np.flatnonzero(shape == which), which == REST)) for which in (REST, EXPORT)}


def _rendered(texts: Texts, some: Ints, rest: bool) -> Iterator[str]:
    numbers = texts.number[some]
    created, updated = (_written(texts.sent[some] + later * SECOND, rest) for later in (0, 5))
    rows = zip(
        numbers.tolist(),
        texts.contact[some].tolist(),
        texts.inbound[some].tolist(),
        texts.status[some].tolist(),
        created,
        updated,
        strict=True,
    )
    extra = '"api_version":"2010-04-01","price_unit":"USD",' if rest else ""
    for number, contact, inbound, status, made, changed in rows:
        theirs = phone(contact)
        sid = f"SM{number * 0x9E3779B97F4A7C15 % 2**64:016x}{number:016x}"
        if inbound:
            body = "STOP" if status == 1 else _REPLIES[number % len(_REPLIES)]
            word, code, message, sender, recipient, way = "received", "null", "null", theirs, _OURS, "inbound"
        else:
            word, code, message = OUTBOUND[status]
            body, sender, recipient, way = _SENT_WORDS[number % len(_SENT_WORDS)], _OURS, theirs, "outbound-api"
        where = f'"uri":"/2010-04-01/Accounts/{_ACCOUNT}/Messages/{sid}.json",' if rest else ""
        yield (
            f'{{"account_sid":"{_ACCOUNT}",{extra}"body":"{body}","date_created":"{made}","date_sent":"{made}",'
            f'"date_updated":"{changed}","direction":"{way}","error_code":{code},"error_message":{message},'
            f'"from":"{sender}","messaging_service_sid":"{_SERVICE}","num_media":"0","num_segments":"1",{where}'
            f'"price":"-0.00790","sid":"{sid}","status":"{word}","to":"{recipient}"}}'
        )


def _written(moments: Ints, rest: bool) -> list[str]:
    """Times as ISO 8601, or as RFC 2822 in the REST list."""
    iso: list[str] = np.datetime_as_string(moments.astype("datetime64[us]"), unit="s").tolist()
    if not rest:
        return [f"{text}Z" for text in iso]
    weekdays = ((moments // (86_400 * SECOND) + 3) % 7).tolist()  # 1 January 1970 was a Thursday
    return [
        f"{_DAYS[day]}, {text[8:10]} {_MONTHS[int(text[5:7]) - 1]} {text[:4]} {text[11:]} +0000"
        for day, text in zip(weekdays, iso, strict=True)
    ]


def as_pages(items: Sequence[str]) -> Iterator[str]:
    """REST list pages, a line each."""
    where = f"/2010-04-01/Accounts/{_ACCOUNT}/Messages.json?PageSize={_PAGE}"
    for start in range(0, len(items), _PAGE):
        page = start // _PAGE
        part = items[start : start + _PAGE]
        following = f'"{where}&Page={page + 1}"' if start + _PAGE < len(items) else "null"
        yield (
            f'{{"first_page_uri":"{where}&Page=0","end":{start + len(part) - 1},"messages":[{",".join(part)}],'
            f'"uri":"{where}&Page={page}","page_size":{_PAGE},"start":{start},"next_page_uri":{following},"page":{page}}}\n'
        )

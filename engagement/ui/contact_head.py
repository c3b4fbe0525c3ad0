"""Who a contact is: name, facts, addresses and what they must not be sent."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from engagement.addresses import shown_phone
from engagement.query.rows import AddressRow, ContactRow
from engagement.ui.contact_table import opt_out_badges
from engagement.ui.markup import Html, icon, joined, text
from engagement.ui.times import exact_time
from engagement.ui.words import KIND_WORDS
from engagement.vocabulary import Channel


def contact_head(row: ContactRow, zone: ZoneInfo) -> Html:
    """The name, and the facts that are known, in one line."""
    facts = [f"<span>{KIND_WORDS[row.kind]}</span>"]
    facts += [
        f'<span><span class="eg-quiet">{word}</span> {text(value)}</span>'
        for word, value in (("Owner", row.owner), ("Stage", row.stage), ("Source", row.source))
        if value
    ]
    facts += [f'<span class="eg-label">{text(label)}</span>' for label in row.labels]
    return joined(
        f'<h1 dir="auto">{text(row.title)}</h1><p class="eg-line">',
        *facts,
        opt_out_badges(row.do_not_email, row.do_not_text, zone),
        "</p>",
    )


def address_table(addresses: Sequence[AddressRow], now: datetime, zone: ZoneInfo) -> Html:
    """Every address whole, with its type and its opt-out."""
    return joined(
        '<table class="eg-table eg-addresses"><thead><tr><th scope="col">Address</th><th scope="col">Type</th>'
        '<th scope="col">Opt-out</th></tr></thead><tbody>',
        *(_address(address, now, zone) for address in addresses),
        "</tbody></table>",
    )


def _address(row: AddressRow, now: datetime, zone: ZoneInfo) -> str:
    email = row.channel is Channel.EMAIL
    shown = f"{icon('mail' if email else 'sms')} {text(row.address if email else shown_phone(row.address))}"
    kind = text(row.type) + (", main" if row.type else "main") if row.is_main else text(row.type)
    opt_out = '<span class="eg-quiet">None</span>'
    if row.opt_out:
        opt_out = f"Since {exact_time(row.opt_out.at, now, zone)}: {text(row.opt_out.reason)}"
    return f'<tr><td class="eg-address">{shown}</td><td>{kind}</td><td>{opt_out}</td></tr>'

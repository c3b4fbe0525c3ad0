"""The consent history of an address or of a contact: every opt-in, opt-out, request and decision, oldest first."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import tuple_

from engagement.domain.addresses import normal_email, normal_phone
from engagement.domain.consent import ConsentChannel
from engagement.domain.vocabulary import Channel
from engagement.errors import ContactNotFound
from engagement.lib.text import storable
from engagement.query.consent.entries import LedgerRow, entries_where, rows_of, shown
from engagement.query.contact.timeline import contact_addresses, find_contact
from engagement.query.matching.view import View
from engagement.store.erased import erased_names
from engagement.store.schema import ledger

_Address = tuple[str, str]  # consent channel, address


def consent_history(view: View, who: str) -> list[LedgerRow]:
    """The history of what `who` names: an email address, a number in any spelling, or a contact's id or external id.

    Of an address it is that one's, and of a contact all of theirs. Empty where nothing was said, where nobody in scope
    is named so, and, unless the viewer may see everybody, for an address that no contact has.
    """
    named = _named(who, view.region)
    try:
        contact = find_contact(view, who)
    except ContactNotFound:
        return _without_contact(view, named)
    if named is not None and named[1] in (*contact.emails, *contact.phones):
        return _history(view, [named])
    return history_of_contact(view, contact.id)


def history_of_contact(view: View, contact_id: int) -> list[LedgerRow]:
    """The history of all addresses of a contact, with what was said of calls to their numbers; of one out of scope
    nothing."""
    return _history(view, [(held.channel.value, held.address) for held in contact_addresses(view, contact_id)])


def _named(who: str, region: str) -> _Address | None:
    """The address that `who` spells."""
    wanted = storable(who.strip())
    email = normal_email(wanted)
    if email is not None:
        return ConsentChannel.EMAIL.value, email
    phone = normal_phone(wanted, region)
    return None if phone is None else (ConsentChannel.TEXT.value, phone)


def _without_contact(view: View, named: _Address | None) -> list[LedgerRow]:
    """The history of an address that no contact in scope has: it is nobody's to see but who sees everybody."""
    if named is None or view.scope.owners is not None:
        return []
    return _history(view, [named])


def _history(view: View, addresses: Iterable[_Address]) -> list[LedgerRow]:
    wanted = [
        one
        for channel, address in addresses
        for one in ((channel, address), *([(_CALL, address)] if channel == Channel.TEXT else []))
    ]
    if not wanted:
        return []
    names = erased_names(view.connection, wanted)  # what was said before an address was erased is its own as well
    its = tuple_(ledger.c.channel, ledger.c.address).in_([*wanted, *names])
    return shown(
        replace(row, address=names.get((row.channel, row.address), (row.channel, row.address))[1])
        for row in rows_of(view.connection.execute(entries_where(its)))
    )


_CALL = ConsentChannel.CALL.value

"""What the people of the demo account decided and set by hand, which no provider's file tells."""

from sqlalchemy import Engine

from engagement.domain.consent import Code, ConsentChannel, What
from engagement.domain.vocabulary import ContactKind
from engagement.ingest.by_hand import decide_request, set_consent
from engagement.query.consent.held import held_requests
from engagement.query.contacts.contact_list import Sort, list_contacts
from engagement.query.matching.view import View
from engagement.query.question.contact_filter import EngagementFilter
from engagement.query.question.scope import EVERYONE
from engagement.query.question.viewpoint import viewpoint_of
from engagement.store.account import AccountSettings

_BY = "Dana Whitlock"
_LEFT = 3  # requests that still wait
_SAID = (
    (ConsentChannel.CALL, What.OUT, "Asked at the open house not to be called"),
    (ConsentChannel.EMAIL, What.OUT, "Wrote to their agent that email is too much"),
    (ConsentChannel.TEXT, What.OUT, "Their assistant rang: no texts"),
)
_AGAIN = "Signed the form for texts again"


def say_by_hand(engine: Engine, account: AccountSettings) -> None:
    """Decide on all but a few of the requests, by turns, and open or close a channel for some leads."""
    with engine.connect() as connection:
        view = View(connection, viewpoint_of(account, EVERYONE))
        waiting = held_requests(view)
        leads = list_contacts(view, EngagementFilter(kinds=frozenset({ContactKind.LEAD})), sort=Sort.NAME)
    for turn, request in enumerate(waiting[_LEFT:]):
        decide_request(engine, request.contact_id, request.message_id, (Code.STOP, Code.REPLY)[turn % 2], _BY)
    free = [
        row.id
        for row in leads
        if row.emails and row.phones and not (row.do_not_email or row.do_not_text or row.asked_to_stop_at)
    ]
    for contact_id, (channel, what, why) in zip(free, _SAID, strict=False):
        set_consent(engine, contact_id, channel, what, why, _BY)
    for contact_id in free[len(_SAID) : len(_SAID) + 1]:
        set_consent(engine, contact_id, ConsentChannel.TEXT, What.OUT, _SAID[-1][2], _BY)
        set_consent(engine, contact_id, ConsentChannel.TEXT, What.IN, _AGAIN, _BY)

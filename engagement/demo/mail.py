"""The demo account's outgoing email, and what Mailgun would report of it: events in the shape of its Events API."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from engagement.demo import phrases
from engagement.domain.vocabulary import Origin

MailEvent = dict[str, object]

# What opens mail: people's programs, and the machines that say so in `bot`.
PEOPLE_CLIENTS: tuple[dict[str, str], ...] = (
    {"client-name": "Mobile Safari", "client-os": "iOS", "client-type": "mobile browser", "device-type": "mobile"},
    {"client-name": "Chrome", "client-os": "Windows", "client-type": "browser", "device-type": "desktop"},
    {"client-name": "Outlook", "client-os": "Windows", "client-type": "email client", "device-type": "desktop"},
    {"client-name": "Chrome Mobile", "client-os": "Android", "client-type": "mobile browser", "device-type": "mobile"},
    {"client-name": "Firefox", "client-os": "Linux", "client-type": "browser", "device-type": "desktop"},
)
MACHINE_CLIENTS: dict[str, dict[str, str]] = {
    "apple": {
        "client-name": "Apple Mail",
        "client-os": "unknown",
        "client-type": "email client",
        "device-type": "unknown",
    },
    "gmail": {
        "client-name": "Gmail Image Proxy",
        "client-os": "unknown",
        "client-type": "robot",
        "device-type": "unknown",
    },
    "generic": {"client-name": "unknown", "client-os": "unknown", "client-type": "robot", "device-type": "other"},
}
# The reasons Mailgun gives for not trying at all, with its codes.
SUPPRESSIONS = {"suppress-bounce": 605, "suppress-unsubscribe": 606, "suppress-complaint": 607}
_SUPPRESSION_WORDS = {
    605: "Not delivering to previously bounced address",
    606: "Not delivering to unsubscribed recipient",
    607: "Not delivering to a user who marked your messages as spam",
}
PLACES = (
    ("New York", "NY"),
    ("Yonkers", "NY"),
    ("Newark", "NJ"),
    ("Stamford", "CT"),
    ("White Plains", "NY"),
    ("Albany", "NY"),
)


@dataclass(frozen=True, slots=True)
class Email:
    """One email to one recipient."""

    message_id: str
    recipient: str
    subject: str
    sender: str
    origin: Origin
    campaign: str | None
    sent_at: datetime


class Outbox:
    """Sends the demo account's emails and keeps every event of them that has happened by `now`."""

    def __init__(self, rng: Random, now: datetime) -> None:
        self._rng = rng
        self._now = now
        self.events: list[MailEvent] = []

    def new_message_id(self, at: datetime) -> str:
        """A Message-ID as Mailgun makes them, without brackets."""
        return f"{at:%Y%m%d%H%M%S}.{self._rng.getrandbits(64):016x}@{phrases.SENDING_DOMAIN}"

    def write(
        self,
        recipient: str,
        at: datetime,
        subject: str,
        *,
        campaign: str | None = None,
        message_id: str | None = None,
        sender: str = phrases.OWNERS[0],
    ) -> Email:
        """An email that is about to be sent; it is a campaign's when `campaign` is given, else bulk."""
        return Email(
            message_id=message_id or self.new_message_id(at),
            recipient=recipient,
            subject=subject,
            sender=sender,
            origin=Origin.CAMPAIGN if campaign else Origin.BULK,
            campaign=campaign,
            sent_at=at,
        )

    def send(self, email: Email) -> Email:
        """Mailgun takes the email on."""
        self._report(email, "accepted", email.sent_at, **{"method": "HTTP"})
        return email

    def rejected(self, email: Email, reason: str) -> None:
        """Mailgun refuses the email; the event names no recipient."""
        event = self._report(
            email, "rejected", email.sent_at, **{"log-level": "warn", "reject": {"reason": reason, "description": ""}}
        )
        event.pop("recipient", None)
        event.pop("recipient-domain", None)

    def delivered(self, email: Email, at: datetime, attempt: int = 1) -> None:
        """The recipient's server takes the email in."""
        self._report(email, "delivered", at, **{"delivery-status": self._status(email, 250, "OK", attempt)})

    def failed(
        self,
        email: Email,
        at: datetime,
        *,
        severity: str,
        reason: str,
        code: int,
        message: str,
        delayed: bool = False,
        attempt: int = 1,
    ) -> None:
        """The email cannot be delivered: for now (`severity` temporary) or for good (permanent)."""
        flags = {"is-routed": False, "is-authenticated": True, "is-system-test": False, "is-test-mode": False}
        if delayed:
            flags["is-delayed-bounce"] = True
        fields: MailEvent = {
            "log-level": "warn" if severity == "temporary" else "error",
            "severity": severity,
            "reason": reason,
            "flags": flags,
            "delivery-status": self._status(email, code, message, attempt),
        }
        self._report(email, "failed", at, **fields)

    def suppressed(self, email: Email, at: datetime, reason: str) -> None:
        """Mailgun does not try, because of an earlier bounce, unsubscribe or complaint."""
        code = SUPPRESSIONS[reason]
        self.failed(email, at, severity="permanent", reason=reason, code=code, message=_SUPPRESSION_WORDS[code])

    def opened(self, email: Email, at: datetime, bot: str = "") -> None:
        """The email's pictures are fetched, by a person or by the machine called `bot`."""
        self._report(email, "opened", at, **self._visit(bot))

    def clicked(self, email: Email, at: datetime, bot: str = "") -> None:
        """A link of the email is followed."""
        self._report(email, "clicked", at, **self._visit(bot), url=self._rng.choice(phrases.LINKS))

    def unsubscribed(self, email: Email, at: datetime) -> None:
        """The recipient uses the unsubscribe link."""
        self._report(email, "unsubscribed", at, **self._visit(""))

    def complained(self, email: Email, at: datetime) -> None:
        """The recipient reports the email as spam."""
        self._report(email, "complained", at, **{"log-level": "warn"})

    def stored(self, email: Email, at: datetime) -> None:
        """Something Mailgun reports that is not about delivery: it kept a copy of a message."""
        self._report(email, "stored", at)

    def list_upload(self, at: datetime) -> None:
        """Something Mailgun reports that is about no message: an address was loaded into a mailing list."""
        if at <= self._now:
            self.events.append(
                {
                    "event": "list_member_uploaded",
                    "id": self._new_id(),
                    "timestamp": _seconds(at),
                    "log-level": "info",
                    "mailing-list": {"address": f"leads@{phrases.SENDING_DOMAIN}", "list-id": "5f0c"},
                    "task-id": self._new_id(),
                }
            )

    def _report(self, email: Email, kind: str, at: datetime, **fields: object) -> MailEvent:
        # What a visit reports of its message is the id alone, as the provider does it.
        is_visit = "client-info" in fields
        headers = {"message-id": email.message_id}
        if not is_visit:
            headers |= {
                "to": email.recipient,
                "from": f"{email.sender} <{email.sender.split()[0].lower()}@{phrases.SENDING_DOMAIN}>",
                "subject": email.subject,
            }
        event: MailEvent = {
            "event": kind,
            "id": self._new_id(),
            "timestamp": _seconds(at),
            "log-level": "info",
            "recipient": email.recipient,
            "recipient-domain": email.recipient.split("@")[1].lower(),
            "message": {"headers": headers} if is_visit else {"headers": headers, "attachments": [], "size": 4821},
            "tags": [email.origin.value],
            "campaigns": [],
            "user-variables": {"campaign": email.campaign} if email.campaign else {},
        }
        if not is_visit:
            event["envelope"] = {
                "sender": f"bounce@{phrases.SENDING_DOMAIN}",
                "targets": email.recipient,
                "transport": "smtp",
            }
            event["flags"] = {"is-authenticated": True, "is-routed": False, "is-test-mode": False}
        event |= fields
        if at <= self._now:
            self.events.append(event)
        return event

    def _visit(self, bot: str) -> MailEvent:
        client = dict(MACHINE_CLIENTS[bot] if bot else self._rng.choice(PEOPLE_CLIENTS))
        city, state = self._rng.choice(PLACES)
        return {
            "client-info": client | {"bot": bot, "user-agent": f"Mozilla/5.0 ({client['client-os']})"},
            "ip": f"192.0.2.{self._rng.randint(1, 254)}",
            "geolocation": {"city": city, "region": state, "country": "US"},
        }

    def _status(self, email: Email, code: int, message: str, attempt: int) -> MailEvent:
        return {
            "code": code,
            "message": message,
            "description": "",
            "mx-host": f"mx.{email.recipient.split('@')[1].lower()}",
            "attempt-no": attempt,
            "session-seconds": round(self._rng.uniform(0.2, 4), 3),
            "tls": True,
        }

    def _new_id(self) -> str:
        alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
        return "".join(self._rng.choices(alphabet, k=22))


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _seconds(at: datetime) -> float:
    return (at - _EPOCH) // timedelta(microseconds=1) / 1_000_000


def happened_at(event: MailEvent) -> datetime:
    """The time of an event, in UTC."""
    return _EPOCH + timedelta(microseconds=round(float(str(event["timestamp"])) * 1_000_000))

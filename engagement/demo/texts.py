"""The demo account's texts, and each state that Twilio would report of them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from engagement.domain.vocabulary import Direction, Origin

ERROR_WORDS = {
    "21211": "Invalid 'To' Phone Number",
    "21610": "Attempt to send to unsubscribed recipient",
    "30003": "Unreachable destination handset",
    "30004": "Message blocked",
    "30005": "Unknown destination handset",
    "30006": "Landline or unreachable carrier",
    "30007": "Carrier violation",
    "30008": "Unknown error",
    "30034": "Message from an Unregistered Number",
}
# The way of a text that arrives: (status, seconds after it was asked for).
DELIVERED_WAY = (("queued", 0.3), ("sending", 1.0), ("sent", 2.0), ("delivered", 6.0))


@dataclass(frozen=True, slots=True)
class State:
    """What a text is said to be from some moment on."""

    status: str
    at: datetime
    error: str = ""


@dataclass(slots=True)
class TextMessage:
    """One text, to or from one number."""

    sid: str
    direction: Direction
    number: str  # the contact's side
    body: str
    created: datetime
    states: list[State] = field(default_factory=list)
    media: tuple[str, ...] = ()
    opt_out_type: str = ""  # Twilio's own word for it, only on the webhook
    origin: Origin | None = None
    campaign: str | None = None
    webhook_only: bool = False  # too fresh to be in any list

    @property
    def last(self) -> State:
        """The latest state."""
        return self.states[-1]


class Switchboard:
    """Sends and receives the demo account's texts, and keeps what has happened by `now`."""

    def __init__(self, rng: Random, now: datetime, our_number: str) -> None:
        self._rng = rng
        self._now = now
        self.our_number = our_number
        self.texts: list[TextMessage] = []

    def send(
        self,
        number: str,
        at: datetime,
        body: str,
        *,
        way: tuple[tuple[str, float], ...] = DELIVERED_WAY,
        error: str = "",
        origin: Origin = Origin.MANUAL,
        campaign: str | None = None,
        pictures: int = 0,
    ) -> TextMessage:
        """A text of ours that goes `way`; `error` is the code of its last state. One from after `now` is not sent."""
        text = self._new(Direction.OUTBOUND, number, at, body, pictures)
        text.origin, text.campaign = origin, campaign
        for step, (status, seconds) in enumerate(way):
            moment = at + timedelta(seconds=seconds)
            if step == 0 or moment <= self._now:
                text.states.append(State(status, moment, error if step == len(way) - 1 else ""))
        return text

    def receive(
        self,
        number: str,
        at: datetime,
        body: str,
        *,
        status: str = "received",
        opt_out_type: str = "",
        pictures: int = 0,
    ) -> TextMessage:
        """A text from a contact."""
        text = self._new(Direction.INBOUND, number, at, body, pictures)
        text.opt_out_type = opt_out_type
        text.states.append(State(status, at))
        return text

    def _new(self, direction: Direction, number: str, at: datetime, body: str, pictures: int) -> TextMessage:
        sid = f"{'MM' if pictures else 'SM'}{self._rng.getrandbits(128):032x}"
        media = tuple(f"https://media.example.com/{sid}/{self._rng.getrandbits(64):016x}.jpg" for _ in range(pictures))
        text = TextMessage(sid, direction, number, body, at, media=media)
        if at + timedelta(seconds=1) <= self._now:
            self.texts.append(text)
        return text

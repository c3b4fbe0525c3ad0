"""What is hard about texts, each case under its own name and told for at least two people."""

from collections.abc import Callable
from datetime import timedelta

from engagement.demo.people import Person
from engagement.demo.scene import Scene, Trap
from engagement.demo.text_life import FAILED_WAY, SENT_WAY, UNDELIVERED_WAY
from engagement.domain.vocabulary import Origin

_ASK = "Hi {first}, it's {owner} at Quillhaven. Is now a good time?"
_SECONDS_A_DAY = 86_400
Way = tuple[tuple[str, float], ...]


def _went(
    *way: tuple[str, float], error: str = "", least: float = 2, most: float = 26
) -> Callable[[Scene, Person, int], None]:
    """A bulk text that goes `way` and no further."""

    def tell(scene: Scene, person: Person, turn: int) -> None:
        at = scene.clock.office(least, most)
        scene.switchboard.send(person.phone, at, scene.fill(_ASK, person), way=way, error=error, origin=Origin.BULK)

    return tell


def _said(*bodies: str, least: float = 2, most: float = 26) -> Callable[[Scene, Person, int], None]:
    """A text of ours, then these from the contact, an hour apart."""

    def tell(scene: Scene, person: Person, turn: int) -> None:
        at = scene.clock.office(least, most)
        scene.switchboard.send(person.phone, at, scene.fill(_ASK, person))
        for number, body in enumerate(bodies, 1):
            scene.switchboard.receive(person.phone, at + timedelta(hours=number), body)

    return tell


def _receiving(scene: Scene, person: Person, turn: int) -> None:
    scene.switchboard.receive(person.phone, scene.clock.office(0.25, 2), "On my way", status="receiving")


def _opt_out_in_other_words(scene: Scene, person: Person, turn: int) -> None:
    at = scene.clock.office(1, 5)
    scene.switchboard.send(person.phone, at, scene.fill(_ASK, person))
    text = scene.switchboard.receive(
        person.phone, at + timedelta(minutes=9), ("please take me off", "Remove me.")[turn % 2], opt_out_type="STOP"
    )
    text.webhook_only = turn % 2 == 0


def _refused_then_stop(scene: Scene, person: Person, turn: int) -> None:
    at = scene.clock.office(3, 20)
    scene.switchboard.receive(person.phone, at, "STOPALL")
    scene.switchboard.send(
        person.phone, at + timedelta(days=1), scene.fill(_ASK, person), way=FAILED_WAY, error="21610"
    )


_REQUESTS = (
    "Please take me off your list, I already bought",
    "no more texts pls 🙏",
    "Wrong number, I'm not {first}",
    "Por favor no me mandes más mensajes",
    "I asked you before. Stop contacting me about houses!!",
)
_MACHINES = ("Liked “Is now a good time?”", "I'm driving right now and will see your message when I arrive.")


def _asks_to_stop(scene: Scene, person: Person, turn: int) -> None:
    at = scene.clock.office(0.3, 6)
    scene.switchboard.send(person.phone, at, scene.fill(_ASK, person))
    scene.switchboard.receive(person.phone, at + timedelta(minutes=25), scene.fill(_REQUESTS[turn], person))


def _no_person_wrote(scene: Scene, person: Person, turn: int) -> None:
    _said(_MACHINES[turn % len(_MACHINES)])(scene, person, turn)


def _texted_after_a_stop(scene: Scene, person: Person, turn: int) -> None:
    at = scene.clock.office(4, 20)
    scene.switchboard.send(person.phone, at, scene.fill(_ASK, person))
    scene.switchboard.receive(person.phone, at + timedelta(minutes=7), "STOP", opt_out_type="STOP")
    after = at + timedelta(hours=(3, 50)[turn % 2], minutes=20)
    scene.switchboard.send(person.phone, after, scene.fill("Hi {first}, just following up!", person))


def _delivered_and_undelivered(scene: Scene, person: Person, turn: int) -> None:
    text = scene.switchboard.send(
        person.phone, scene.clock.office(1, 5), scene.fill(_ASK, person), error="30005",
        way=(("queued", 0.3), ("sending", 1.0), ("sent", 2.0), ("delivered", 6.0), ("undelivered", 400.0)),
    )  # fmt: skip
    # Reports come in any order: for one of the two the error comes first.
    if turn % 2:
        text.states[-1], text.states[-2] = text.states[-2], text.states[-1]


def _pictures_both_ways(scene: Scene, person: Person, turn: int) -> None:
    at = scene.clock.office(1, 5)
    scene.switchboard.send(person.phone, at, "The kitchen you asked about", pictures=1)
    scene.switchboard.receive(person.phone, at + timedelta(minutes=20), "And here is ours", pictures=2)


TEXT_TRAPS: tuple[Trap, ...] = (
    Trap("text accepted is the last word", _went(("accepted", 0), least=0.25, most=1)),
    Trap("text queued is the last word", _went(("queued", 0.3), least=0.25, most=1)),
    Trap("text sending is the last word", _went(("queued", 0.3), ("sending", 1), least=0.25, most=1)),
    Trap("text sent is the last word", _went(*SENT_WAY, least=5)),
    Trap("text delivered is the last word", _went(("queued", 0.3), ("sent", 2), ("delivered", 6))),
    Trap("text receiving is the last word", _receiving),
    Trap("text scheduled", _went(("scheduled", 0), least=0.25, most=2)),
    Trap("text scheduled, then canceled", _went(("scheduled", 0), ("canceled", 5400), least=1)),
    Trap("text read", _went(("queued", 0.3), ("sent", 2), ("delivered", 6), ("read", 900))),
    Trap("phone cannot be reached (30003)", _went(*UNDELIVERED_WAY, error="30003")),
    Trap("carrier blocked the text (30004)", _went(*UNDELIVERED_WAY, error="30004")),
    Trap("number is unknown (30005)", _went(*UNDELIVERED_WAY, error="30005")),
    Trap("number is a landline (30006)", _went(*UNDELIVERED_WAY, error="30006")),
    Trap("carrier filtered the text (30007)", _went(*UNDELIVERED_WAY, error="30007")),
    Trap("sender is not registered (30034)", _went(*UNDELIVERED_WAY, error="30034")),
    Trap("number is no phone number (21211)", _went(*FAILED_WAY, error="21211")),
    Trap("refused because they opted out (21610)", _went(*FAILED_WAY, error="21610")),
    Trap("stop word, then refused (21610)", _refused_then_stop),
    Trap("stop word is the last word", _said("STOP"), people=3),
    Trap("stop word, then start", _said("stop", "START")),
    Trap("stop word, then Yes", _said("Stop", "Yes")),
    Trap("yes as a plain reply", _said("yes")),
    Trap("help word", _said("HELP")),
    Trap("opt-out that only the provider recognised", _opt_out_in_other_words),
    Trap("asks to stop in plain words", _asks_to_stop, people=len(_REQUESTS)),
    Trap("a reaction, an automatic answer", _no_person_wrote),
    Trap("texted after a stop", _texted_after_a_stop),
    Trap("delivered and undelivered both reported", _delivered_and_undelivered),
    Trap("pictures in both directions", _pictures_both_ways),
)

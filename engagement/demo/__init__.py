"""The demo account: a plausible brokerage's last 120 days, as the files its providers would give out.

Nothing is written into tables here. The files go in the way a user's own would, so the demo account also shows that the
whole path works. It holds every status, every filter option and every hard case (see the three `*_traps` modules).
"""

from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from engagement.demo.clock import DemoClock
from engagement.demo.lists import write_lists
from engagement.demo.mail import Outbox
from engagement.demo.mail_files import write_mail
from engagement.demo.mail_life import fresh_mail, tell_mail
from engagement.demo.mail_traps import MAIL_TRAPS
from engagement.demo.people import Directory, make_people
from engagement.demo.people_traps import PEOPLE_TRAPS
from engagement.demo.scene import Scene, Trap
from engagement.demo.text_files import write_texts
from engagement.demo.text_life import fresh_texts, tell_texts
from engagement.demo.text_traps import TEXT_TRAPS
from engagement.demo.texts import Switchboard

TRAPS: tuple[Trap, ...] = (*PEOPLE_TRAPS, *MAIL_TRAPS, *TEXT_TRAPS)
TRAPPED = sum(trap.people for trap in TRAPS)  # people who are kept for them
FEWEST_CONTACTS = TRAPPED + 60


def write_demo(folder: Path, *, now: datetime, seed: int = 23, contacts: int = 600, region: str = "US") -> list[Path]:
    """Writes the demo account's files into `folder` and returns them in the order a person would import them.

    The same `now` (aware) and `seed` give the same bytes. No event is after `now`. `contacts` counts everybody,
    people on no list too. Lists write numbers the American way when `region` is US, with their country code elsewhere.
    ValueError when `now` has no time zone or `contacts` leaves too few people for the hard cases.
    """
    if now.tzinfo is None:
        raise ValueError("The demo account needs a `now` with a time zone: pass datetime.now(UTC).")
    if contacts < FEWEST_CONTACTS:
        raise ValueError(f"The demo account needs {FEWEST_CONTACTS} contacts or more to hold every hard case.")
    folder.mkdir(parents=True, exist_ok=True)
    scene = tell(now, seed, contacts, region)
    rng = Random(seed + 1)
    paths = write_lists(scene, folder)
    paths += write_mail(scene.outbox.events, folder, scene.now, rng)
    paths += write_texts(scene.switchboard.texts, scene.switchboard.our_number, folder, scene.now, rng)
    return paths


def tell(now: datetime, seed: int, contacts: int, region: str) -> Scene:
    """The account's whole story as it stands at `now`."""
    rng = Random(seed)
    clock = DemoClock(now, rng)
    directory = Directory(rng)
    our_number = directory.number()
    people = make_people(rng, directory, contacts, TRAPPED)
    scene = Scene(
        now=clock.now,
        region=region,
        rng=rng,
        clock=clock,
        directory=directory,
        people=people,
        outbox=Outbox(rng, clock.now - timedelta(seconds=30)),
        switchboard=Switchboard(rng, clock.now - timedelta(seconds=30), our_number),
    )
    waiting = iter(people)
    for trap in TRAPS:
        for turn in range(trap.people):
            person = next(waiting)
            person.quiet = trap.quiet
            trap.tell(scene, person, turn)
    tell_mail(scene)
    tell_texts(scene)
    fresh_mail(scene)
    fresh_texts(scene)
    return scene

"""The contacts: who they are, as functions of their number, and the contact list as a CSV file."""

import csv
from pathlib import Path

import numpy as np

from benchmarks.sizes import BUSIEST, LARGEST_OWNER, OWNERS, SEED, Flags, Ints, Size, heavy_tail

_FIRST = """
    Ada Amir Ana Ben Bo Carla Chen Dana Diego Eli Emma Faye Felix Gita Gus Hana Hugo Ines Ivan Jane Jonas Kai Kira
    Lara Leo Lin Mara Max Mei Milo Nadia Nils Noor Olga Omar Otto Petra Pia Quinn Rafa Rosa Ruth Sam Sara Sofia
    Tariq Tess Theo Uma Vera Viktor Wanda Will Xenia Yara Yusuf Zoe Zoltan Émile Åsa Søren
"""
_LAST = """
    Abbott Adler Ahmed Alvarez Bauer Becker Bell Bishop Brandt Brooks Burke Cano Carter Castro Chan Clarke Cohen
    Cole Costa Cruz Dahl Davis Diaz Dixon Doyle Dunn Ellis Evans Farrell Fischer Flores Ford Fox Frost Garcia Gomez
    Grant Green Gupta Haas Hale Hansen Hart Hayes Herrera Hill Holt Hughes Ibrahim Ito Jensen Jones Kane Kaur Keller
    Kelly Khan Klein Lang Larsen Lee Lopez Lund Marsh Mehta Meyer Moore Mori Nash Nguyen Novak Ortiz Owens Park
    Patel Perez Quist Ramos Reid Reyes Rossi Roth Ruiz Sato Schulz Shah Silva Singh Stone Suzuki Tanaka Vargas Walsh
    Weber Young Zhang Zimmer
"""
FIRST, LAST = tuple(_FIRST.split()), tuple(_LAST.split())
DOMAINS = (
    "example.com",
    "mail.example",
    "post.example",
    "inbox.example",
    "lakeside.example",
    "example.org",
    "home.example",
)
AREAS = (
    *(201, 202, 203, 205, 206, 207, 208, 209, 210, 212, 213, 214, 215, 216, 217, 218, 219, 224, 225, 228),
    *(301, 302, 303, 304, 305, 307, 308, 309, 310, 312, 313, 314, 315, 316, 317, 318, 319, 320, 321, 323),
)
STAGES = ("New", "Attempted", "Contacted", "Nurture", "Appointment", "Offer", "Joined", "Lost")
SOURCES = (
    *("Website", "Referral", "Open house", "Portal", "Event", "Social"),
    *("Cold call", "Sign call", "Import", "Partner", "Radio", "Walk-in"),
)
LABELS = ("newsletter", "buyer", "seller", "investor", *(f"area {number}" for number in range(1, 27)))
_LABEL_SHARES = (0.5, 0.4, 0.3, 0.1, *(0.02,) * 26)
_EXCHANGES = 700
_COLUMNS = (
    *("Contact ID", "First Name", "Last Name", "Type", "Email", "Other Email"),
    *("Cell Phone", "Owner", "Stage", "Lead Source", "Labels"),
)


def owner_name(number: int) -> str:
    """The name of an owner; number 0 has the most contacts."""
    return f"{FIRST[number % len(FIRST)]} {LAST[number % len(LAST)]} {number:03d}"


def name(contact: int) -> tuple[str, str]:
    """First and last name; several contacts share one."""
    return FIRST[contact % len(FIRST)], LAST[contact // len(FIRST) % len(LAST)]


def email(contact: int) -> str:
    """The main email address."""
    return f"{LAST[contact // 61 % 97].lower()}.{contact}@{DOMAINS[contact % 7]}"


def other_email(contact: int) -> str:
    """The second email address, which one contact in five has."""
    return f"{contact}.{LAST[contact // 61 % 97].lower()}@office.example"


def has_other_email(contacts: Ints) -> Flags:
    """Which contacts have a second email address."""
    flags: Flags = contacts % 5 == 0
    return flags


def phone(contact: int) -> str:
    """The cell phone's number, E.164."""
    area, exchange = contact % 40, contact // 40 % _EXCHANGES
    return f"+1{AREAS[area]}{220 + exchange}{100 + contact // (40 * _EXCHANGES) * 131:04d}"


def messages_of(size: Size) -> Ints:
    """The contact of each message: a heavy tail, shuffled, so that who is busy says nothing of when."""
    shares = heavy_tail(size.contacts, size.messages, BUSIEST)
    rng = np.random.default_rng((SEED, 1))
    busy = rng.permutation(size.contacts).astype(np.int32)
    return rng.permutation(np.repeat(busy, shares))


def write_contacts(size: Size, file: Path) -> None:
    """The contact list, in no order."""
    rng = np.random.default_rng((SEED, 2))
    shares = heavy_tail(OWNERS, size.contacts, round(size.contacts * LARGEST_OWNER))
    owners = rng.permutation(np.repeat(np.arange(OWNERS, dtype=np.int16), shares)).tolist()
    owner_names = [owner_name(number) for number in range(OWNERS)]
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(_COLUMNS)
        order = rng.permutation(size.contacts)
        for first in range(0, size.contacts, 50_000):
            some = order[first : first + 50_000].tolist()
            stages = rng.choice(STAGES, len(some), p=(0.3, 0.2, 0.15, 0.12, 0.1, 0.05, 0.04, 0.04)).tolist()
            sources = rng.integers(0, len(SOURCES), len(some)).tolist()
            labelled = rng.random((len(some), len(LABELS))) < np.array(_LABEL_SHARES)
            for place, contact in enumerate(some):
                labels = [LABELS[label] for label in np.flatnonzero(labelled[place]).tolist()]
                writer.writerow((
                    f"C-{contact}", *name(contact), "Agent" if contact % 10 == 0 else "Lead", email(contact),
                    other_email(contact) if contact % 5 == 0 else "", phone(contact), owner_names[owners[contact]],
                    stages[place], SOURCES[sources[place]], ", ".join(labels),
                ))  # fmt: skip

"""The demo account's contact lists and its send list, as CSV files of different makes."""

import codecs
import csv
import io
from pathlib import Path

from engagement.demo.files import save
from engagement.demo.people import Person
from engagement.demo.phrases import BROKERAGE, OWNERS, SENDING_DOMAIN
from engagement.demo.scene import Scene
from engagement.domain.vocabulary import ContactKind, Direction, Origin

_LEAD_COLUMNS = (
    "Contact ID",
    "First Name",
    "Last Name",
    "Type",
    "Email",
    "Office Email",
    "Other Email",
    "Cell Phone",
    "Office Phone",
    "Home Phone",
    "Owner",
    "Stage",
    "Lead Source",
    "Labels",
)
_AGENT_COLUMNS = (
    "External ID",
    "Last Name",
    "First Name",
    "Work Email",
    "Personal Email",
    "Other Email",
    "Mobile",
    "Office Phone",
    "Home Phone",
    "Assigned To",
    "Pipeline Stage",
    "Source",
    "Tags",
    "Record Type",
)
_UPDATE_COLUMNS = ("Contact ID", "First Name", "Last Name", "Type", "Email", "Cell Phone", "Owner", "Labels")


def write_lists(scene: Scene, folder: Path) -> list[Path]:
    """Writes the three contact lists and the send list."""
    leads, agents = ([p for p in scene.people if p.listed == name] for name in ("leads", "agents"))
    update = [p for p in scene.people if p.listed == "update"] + scene.updated
    files = {
        "contacts-leads.csv": codecs.BOM_UTF8
        + _table(_LEAD_COLUMNS, [_lead_row(scene.region, p) for p in leads]).encode(),
        "contacts-agents.csv": _table(_AGENT_COLUMNS, [_agent_row(scene.region, p) for p in agents], ";").encode(
            "cp1252"
        ),
        "contacts-update.csv": _table(_UPDATE_COLUMNS, [_update_row(scene.region, p) for p in update]).encode(),
        "sends.csv": _sends(scene).encode(),
    }
    return [save(folder / name, content, scene.now, scene.now) for name, content in files.items()]


def _table(columns: tuple[str, ...], rows: list[list[str]], separator: str = ",") -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


def _email(person: Person, *types: str) -> str:
    return next((address for kind, address in person.emails if kind in types), "")


def _phone(region: str, person: Person, kind: str) -> str:
    """The number as a person would have typed it; how depends on the contact."""
    number = next((number for type_, number in person.phones if type_ == kind), "")
    if not number or region != "US":
        return number
    area, office, line = number[2:5], number[5:8], number[8:]
    return (f"({area}) {office}-{line}", f"{area}.{office}.{line}", number, f"1-{area}-{office}-{line}")[
        person.number % 4
    ]


def _lead_row(region: str, person: Person) -> list[str]:
    kind = "Agent" if person.kind is ContactKind.AGENT else "Lead"
    return [
        person.external_id,
        person.first,
        person.last,
        kind,
        _email(person, "Personal"),
        _email(person, "Office"),
        _email(person, "Other"),
        _phone(region, person, "Cell"),
        _phone(region, person, "Office"),
        _phone(region, person, "Home"),
        person.owner,
        person.stage,
        person.source,
        ", ".join(person.labels),
    ]


def _agent_row(region: str, person: Person) -> list[str]:
    return [
        person.external_id,
        person.last,
        person.first,
        _email(person, "Office"),
        _email(person, "Personal"),
        _email(person, "Other"),
        _phone(region, person, "Cell"),
        _phone(region, person, "Office"),
        _phone(region, person, "Home"),
        person.owner,
        person.stage,
        person.source,
        "|".join(person.labels),
        "Team Member",
    ]


def _update_row(region: str, person: Person) -> list[str]:
    changed = person.listed != "update"
    owner = OWNERS[(OWNERS.index(person.owner) + 1) % len(OWNERS)] if changed else person.owner
    labels = (*person.labels, "handed over") if changed else person.labels
    kind = "Agent" if person.kind is ContactKind.AGENT else "Lead"
    return [
        person.external_id,
        person.first,
        person.last,
        kind,
        _email(person, "Personal", "Office"),
        _phone(region, person, "Cell"),
        owner,
        ", ".join(labels),
    ]


def _sends(scene: Scene) -> str:
    columns = ("Message ID", "Channel", "To", "From", "Sent At", "Subject", "Text", "Campaign", "Origin")
    rows = [
        [
            mail.message_id,
            "email",
            mail.recipient,
            f"{mail.sender.split()[0].lower()}@{SENDING_DOMAIN}" if mail.sender else BROKERAGE,
            f"{mail.sent_at:%Y-%m-%d %H:%M:%S}Z",
            mail.subject,
            "",
            "",
            Origin.MANUAL.value,
        ]
        for mail in scene.manual_emails
    ]
    rows += [
        [
            text.sid,
            "text",
            text.number,
            scene.switchboard.our_number,
            f"{text.created:%Y-%m-%d %H:%M:%S}Z",
            "",
            text.body,
            text.campaign or "",
            text.origin.value,
        ]
        for text in scene.switchboard.texts
        if text.direction is Direction.OUTBOUND and text.origin and text.states[0].status != "scheduled"
    ]
    return _table(columns, sorted(rows, key=lambda row: row[4]))

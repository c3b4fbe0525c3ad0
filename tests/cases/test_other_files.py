"""Address books and workbooks, as people have them, and files that are refused with what they are."""

import json

from tests.cases.account import Account
from tests.formats.test_workbook import made


def test_34_a_card_of_icloud(account: Account) -> None:
    assert account.take("files/34-icloud-vcard") == ["Contact list"]
    person = account.only()
    assert (person["name"], person["emails"], person["phones"], person["labels"]) == (
        "Pat Ashby",
        ["pat@example.com"],
        ["+12025550143"],
        ["Buyers"],
    )


def test_cards_of_an_old_phone_beside_a_damaged_one(account: Account) -> None:
    cards = (
        "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:N=C3=BA=C3=B1ez;Zo=C3=AB\r\n"
        "TEL;WORK;FAX:+12025550144\r\nTEL;CELL:+12025550143\r\nEND:VCARD\r\n"
        "BEGIN:VCARD\r\nVERSION:2.1\r\nN:Lost;Sam\r\nTEL;CELL:+12025550145\r\n"
        "BEGIN:VCARD\r\nVERSION:2.1\r\nN:Birch;Sam\r\nEMAIL;INTERNET:sam@example.com\r\nEND:VCARD\r\n"
    )
    account.call("import", account.write("phone.vcf", cards), status=3)
    assert {number: person["name"] for number, person in account.people().items()} == {
        "+12025550143": "Zoë Núñez",
        "sam@example.com": "Sam Birch",
    }
    assert all("+12025550144" not in person["phones"] for person in account.people().values())


def test_11_a_spreadsheet_keeps_the_digits_of_its_numbers(account: Account) -> None:
    rows = [
        ["Name", "Phone"],
        ["Float", 4152310402.0],
        ["Text", "+14152310401"],
        ["Two", "415-231-0409 / 415-231-0509"],
    ]
    book = account.folder / "people.xlsx"
    book.write_bytes(made([["Contacts of Example Realty"], [], *rows]))
    assert account.take_files(book) == ["Contact list"]
    assert {number: person["name"] for number, person in account.people().items()} == {
        "+14152310402": "Float",
        "+14152310401": "Text",
        "+14152310409": "Two",
    }


def test_a_sheet_is_chosen_and_the_others_are_named(account: Account) -> None:
    book = account.folder / "people.xlsm"
    book.write_bytes(
        made(
            [["Name", "Email"], ["Pat", "pat@example.com"]],
            None,
            Agents=[["Name", "Email"], ["Sam", "sam@example.com"]],
        )
    )
    (told,) = json.loads(account.call("import", "--json", book))["files"]
    assert told["note"] == "Of this workbook's sheets People was read; not read: Agents."
    (told,) = json.loads(account.call("import", "--json", "--sheet", "agents", book))["files"]
    assert (told["new"], told["note"]) == (1, None)
    (told,) = json.loads(account.call("import", "--json", "--sheet", "Buyers", book, status=3))["files"]
    assert told["note"] == "This workbook has no sheet Buyers: choose one of its sheets, which are People, Agents."
    assert sorted(account.people()) == ["pat@example.com", "sam@example.com"]


def test_a_suppression_list_or_send_list_may_be_a_workbook_too(account: Account) -> None:
    book = account.folder / "unsubscribes.xlsx"
    book.write_bytes(made([["address", "tags", "created_at"], ["pat@example.com", "*", "2025-10-21 10:00:00 UTC"]]))
    account.take_files(book)
    assert account.only()["do_not_email_since"] == "2025-10-21T10:00:00Z"

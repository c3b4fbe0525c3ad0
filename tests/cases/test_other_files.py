"""Address books and workbooks, as people have them, and files that are refused with what they are."""

from tests.cases.account import Account


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

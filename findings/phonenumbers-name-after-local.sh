#!/usr/bin/env bash
# phonenumbers 9.0.43: a name behind a local number makes it another valid number.
#
# A phone column that people filled by hand has numbers without an area code, and a word behind some: whose it is, or
# "cell". With three letters or more, parse() takes the whole for a vanity number, as in 1-800-FLOWERS, and letters
# become the digits of their keys: seven digits and three letters are ten. "415-5550" alone is no valid number of the
# US; "415-5550 Ann" is +1 415 555 0266, and is_valid_number() says yes. Behind a whole number the same word only makes
# it too long, which is seen. Before a number the word is left out. Seen on 28 November 2026.
#
# So: letters behind the digits are cut off before a number is read, and a cell that has any is not taken for sure.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -qq --disable-pip-version-check phonenumbers==9.0.43
"$folder/venv/bin/python" - >"$folder/seen" <<'PYTHON'
import phonenumbers

for written in ("415-5550", "415-5550 Ann", "(415) 555-0142 Ann", "Ann (415) 555-0142", "(415) 555-0142 h"):
    number = phonenumbers.parse(written, "US")
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    print(written, "->", e164, "valid" if phonenumbers.is_valid_number(number) else "not valid")
PYTHON
diff - "$folder/seen" <<'SEEN'
415-5550 -> +14155550 not valid
415-5550 Ann -> +14155550266 valid
(415) 555-0142 Ann -> +14155550142266 not valid
Ann (415) 555-0142 -> +14155550142 valid
(415) 555-0142 h -> +14155550142 valid
SEEN

#!/usr/bin/env bash
# import-linter 2.17, with grimp 3.20: a folder without __init__.py is never looked at, and every contract about it is kept.
#
# Python imports modules from a folder that has no __init__.py as from any other. The linter leaves such a folder out of
# what it analyses without a word: it counts no dependency there, and says KEPT of a contract that a module in it
# breaks. Only a contract that names the folder itself as a layer fails, since the layer is missing. With an empty
# __init__.py in the folder the same contract is BROKEN. Seen on 28 November 2026.
#
# So: tests/test_project.py fails for a folder of modules without __init__.py, since a new room without one would be free
# of all contracts.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -qq --disable-pip-version-check import-linter==2.17 grimp==3.20
mkdir -p "$folder/shop/storage" "$folder/shop/screens"
cd "$folder"
touch shop/__init__.py shop/screens/__init__.py shop/screens/orders.py
echo "from shop.screens import orders" >shop/storage/tables.py
cat >.importlinter <<'INI'
[importlinter]
root_package = shop
[importlinter:contract:1]
name = nothing knows the orders screen
type = forbidden
source_modules = shop.*
forbidden_modules = shop.screens.orders
INI
seen() { "$folder/venv/bin/lint-imports" --no-cache | grep -oE "Analyzed .*|KEPT$|BROKEN$" || true; }
python3 -c "import shop.storage.tables; print('imported')" >seen
seen >>seen
touch shop/storage/__init__.py
seen >>seen
diff - seen <<'SEEN'
imported
Analyzed 3 files, 0 dependencies.
KEPT
Analyzed 5 files, 1 dependencies.
BROKEN
SEEN

#!/usr/bin/env bash
# Runs every finding, and says which are as written. Exits with 1 if one has changed.
set -u
cd "$(dirname "$0")"
changed=0
for script in *.sh; do
	[ "$script" = run.sh ] && continue
	if bash "$script"; then echo "$script: as written"; else echo "$script: CHANGED"; changed=1; fi
done
exit $changed

"""Writes requirements.lock: the exact version of everything the product and its development need.

Run by `make lock`. A new environment is made in a temporary folder, everything that pyproject.toml asks for (to build,
to run and to develop) is installed there in its newest version, and what came of it is frozen. pip's own settings say
where packages come from; the lock says only which.
"""

import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
LOCK = PROJECT / "requirements.lock"
HEADING = "# Made by `make lock` from pyproject.toml; not edited by hand. `make env` installs it.\n"


def requirements() -> list[str]:
    """Every requirement of pyproject.toml: to build, to run and to develop."""
    with (PROJECT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)
    return [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *project["dependency-groups"]["dev"],
    ]


def frozen(folder: Path) -> list[str]:
    """The pins that `requirements` resolve to, in a new environment in `folder`; the installer itself is left out."""
    venv.create(folder, with_pip=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip"]
    subprocess.run([*pip, "install", "--quiet", *requirements()], check=True)
    listed = subprocess.run([*pip, "freeze", "--all"], check=True, capture_output=True, text=True).stdout
    return sorted((pin for pin in listed.splitlines() if not pin.startswith("pip==")), key=str.casefold)


def main() -> None:
    """Writes the lock, or stops with a sentence when a pin is no plain name and version."""
    with tempfile.TemporaryDirectory() as folder:
        pins = frozen(Path(folder))
    odd = [pin for pin in pins if "==" not in pin or "://" in pin]
    if odd:
        sys.exit(f"The lock was left as it is: {odd[0]!r} is not a version from a package index.")
    LOCK.write_text(HEADING + "".join(f"{pin}\n" for pin in pins))
    print(f"{LOCK.name}: {len(pins)} packages")


if __name__ == "__main__":
    main()

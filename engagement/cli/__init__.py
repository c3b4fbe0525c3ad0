"""The command line, for scripts and for the curious."""

import sys

from sqlalchemy.exc import InterfaceError, OperationalError

from engagement.cli.commands import app
from engagement.errors import EngagementError, FilterError, SettingsError
from engagement.store.engine import stopped

WRONG_CALL = 2


def main() -> None:
    """Run the command; an error a person can act on is one sentence, not a traceback."""
    try:
        app()
    except EngagementError as error:
        print(f"engagement: {error}", file=sys.stderr)
        sys.exit(WRONG_CALL if isinstance(error, FilterError | SettingsError) else 1)
    except (OperationalError, InterfaceError) as error:
        print(f"engagement: {stopped(error)}", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:  # whoever read our output has had enough, as in "engagement contacts | head"
        sys.stderr.close()

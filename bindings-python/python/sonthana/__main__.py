"""The `sonthana` command: the command line of the core."""

import sys

from ._native import _command


def main() -> int:
    """Run the command line on this process's arguments; gives the exit code."""
    try:
        return _command(sys.argv[1:])
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())

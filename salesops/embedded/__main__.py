"""`python -m salesops.embedded start|stop|status|env [--state DIR]`: the services without the web."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from pathlib import Path

from salesops.embedded import EmbeddedError, read_identity, running, start, stop


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m salesops.embedded", description=__doc__)
    parser.add_argument("action", choices=["start", "stop", "status", "env"])
    parser.add_argument("--state", type=Path, default=Path(os.environ.get("SALESOPS_STATE") or "var"))
    options = parser.parse_args()
    try:
        return run(options.action, options.state)
    except EmbeddedError as error:
        print(error, file=sys.stderr)
        return 1


def run(action: str, state: Path) -> int:
    if action == "start":
        start(state, say=lambda sentence: print(sentence, file=sys.stderr))
        print(f"PostgreSQL and Valkey answer; state in {state.absolute()}.")
    elif action == "stop":
        print("Stopped." if stop(state) else "Nothing was running.")
    elif action == "status":
        alive = running(state)
        print("Running." if alive else "Not running.")
        return 0 if alive else 1
    else:
        identity = read_identity(state)
        if identity is None:
            raise EmbeddedError(f"{state} holds no services yet; run `start` first.")
        for name, value in identity.environment().items():
            print(f"export {name}={shlex.quote(value)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

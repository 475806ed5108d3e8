import json
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture
def sample():
    """Read a sample's data: sample("quotation-12")."""
    return lambda name: json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))

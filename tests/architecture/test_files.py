"""Every file has one meaning and one size a person can read."""

import tomllib

import pytest
from django.apps import apps

from tests.architecture.sources import ROOMS, ROOT, name, python_files

LONGEST = 500
APPS = [room for room in ROOMS if room not in ("core", "salesops")]


def test_no_file_is_longer_than_a_person_reads():
    found = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files(*ROOMS, "tests")}
    assert not {path: lines for path, lines in found.items() if lines > LONGEST}


def test_no_drawer_for_odds_and_ends():
    drawers = {"utils.py", "helpers.py", "misc.py", "common.py"}
    assert not [name(path) for path in python_files(*ROOMS, "tests") if path.name in drawers]


def contract(kind):
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    return next(item for item in contracts if item["id"] == kind)


def test_every_app_of_ours_is_under_the_import_rules():
    installed = {config.name for config in apps.get_app_configs() if config.path.startswith(str(ROOT / config.name))}
    layers = {room.strip() for layer in contract("rooms")["layers"] for room in layer.split("|")}
    assert installed == layers == set(ROOMS)
    assert set(contract("files")["containers"]) == set(APPS)


@pytest.mark.parametrize(
    "file", ["urls", "views", "api", "tasks", "forms", "filters", "serializers", "services", "models"]
)
def test_the_order_inside_an_app_names_every_kind_of_file(file):
    assert f"({file})" in " ".join(contract("files")["layers"])


def test_apps_keep_no_signals():
    receivers = [
        name(path) for path in python_files(*APPS) if "django.db.models.signals" in path.read_text(encoding="utf-8")
    ]
    assert not receivers, "news between rooms is explicit: core.events"

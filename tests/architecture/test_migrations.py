"""Tables are made in one piece: every further operation on a model costs a new picture of all models."""

from django.db import models
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from pgtrigger.migrations import AddTrigger

from core.management.commands.makemigrations import folded

OURS = ("core", "org", "workflow", "customers", "quotes", "contracts", "delivery", "receivables", "aftersales", "performance")  # fmt: skip


def loose(operations: list[Operation]) -> list[Operation]:
    """Operations that could have been part of the CreateModel before them."""
    new = {operation.name_lower for operation in operations if isinstance(operation, CreateModel)}
    return [
        operation
        for operation in operations
        if isinstance(operation, AddIndex | AddConstraint | AddTrigger) and operation.model_name.lower() in new
    ]


def test_new_tables_stand_in_one_piece() -> None:
    migrations = MigrationLoader(None).disk_migrations
    found = [
        f"{app}.{name}: {operation.describe()}"
        for (app, name), migration in migrations.items()
        if app in OURS
        for operation in loose(list(migration.operations))
    ]
    assert not found, "Make these migrations anew with `manage.py makemigrations`."


def test_loose_operations_are_found_and_folded() -> None:
    index = models.Index(fields=["unit"], name="by_unit")
    written: list[Operation] = [
        CreateModel("Person", [("id", models.BigAutoField(primary_key=True))]),
        CreateModel("Unit", [("id", models.BigAutoField(primary_key=True))]),
        AddField("person", "unit", models.ForeignKey("org.unit", models.PROTECT)),
        AddField("person", "roles", models.ManyToManyField("org.role", through="org.grant")),
        AddIndex("person", index),
    ]
    assert loose(written) == [written[-1]]

    unit, person, roles = folded(written, "org")

    assert isinstance(unit, CreateModel)
    assert unit.name == "Unit"
    assert isinstance(person, CreateModel)
    assert person.options == {"indexes": [index]}
    assert [name for name, _field in person.fields] == ["id", "unit"]
    assert isinstance(roles, AddField)
    assert roles.name == "roles"
    assert not loose([unit, person, roles])

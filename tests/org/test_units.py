import threading

import pytest
from django.db import IntegrityError, connection, transaction

from core.errors import Conflict, Forbidden, Invalid
from org import structure
from org.access import subtree_ids
from org.lines import unit_line
from org.models import Unit
from org.selectors import unit_tree


def move(cast, unit, parent, actor="admin"):
    return structure.move_unit(
        actor=getattr(cast, actor), unit_id=cast.unit(unit).pk, parent=cast.unit(parent) if parent else None
    )


def names(ids):
    return {unit.name for unit in Unit.objects.filter(pk__in=ids)}


def test_subtree_is_the_unit_and_all_below(cast):
    assert names(subtree_ids(cast.unit("east").pk)) == {"华东区", "华东一组"}
    assert len(subtree_ids(cast.unit("company").pk)) == Unit.objects.count()
    assert subtree_ids(None) == []


def test_a_deep_tree_is_walked_to_the_end(cast):
    parent = cast.unit("east1")
    for level in range(30):
        parent = structure.create_unit(actor=cast.admin, name=f"第{level}层", kind="team", parent=parent)
    assert parent.pk in subtree_ids(cast.unit("east").pk)
    assert len(subtree_ids(cast.unit("east").pk)) == 32


def test_sight_and_line_follow_a_moved_unit(cast):
    assert cast.rep.pk in cast.region.access.team_ids
    move(cast, "east1", "south")
    assert cast.rep.pk not in cast.region.access.team_ids
    assert cast.unit("south").pk in unit_line(cast.rep.unit_id)


@pytest.mark.parametrize(("unit", "parent"), [("east", "east"), ("east", "east1"), ("company", "east1")])
def test_no_circles(cast, unit, parent):
    with pytest.raises((Conflict, Invalid)):
        move(cast, unit, parent)


def crossing(committed_db, cast):
    """East under south and south under east, at the same moment, each from what it read before."""
    calls = [
        lambda: structure.move_unit(actor=admin, unit_id=east.pk, parent=south),
        lambda: structure.move_unit(actor=admin, unit_id=south.pk, parent=east),
    ]
    admin, east, south = cast.admin, cast.unit("east"), cast.unit("south")
    return committed_db.together(calls)


def test_crossing_moves_close_no_circle(committed_db, cast):
    results = crossing(committed_db, cast)
    assert sum(isinstance(result, Unit) for result in results) == 1
    assert sum(isinstance(result, Conflict) for result in results) == 1
    assert len(subtree_ids(cast.unit("company").pk)) == Unit.objects.count()


def test_control_reading_without_the_lock_closes_one(committed_db, cast, monkeypatch):
    """One reads the tree, the other moves in between, then the first writes."""
    has_read, has_moved = threading.Event(), threading.Event()
    admin, east, south = cast.admin, cast.unit("east"), cast.unit("south")
    real = structure.clean

    def linger(row):
        if row.pk == east.pk:
            has_read.set()
            has_moved.wait(10)
        real(row)

    def second():
        has_read.wait(10)
        moved = structure.move_unit(actor=admin, unit_id=south.pk, parent=east)
        has_moved.set()
        return moved

    monkeypatch.setattr(type(Unit.objects.all()), "select_for_update", lambda self, **how: self.all())
    monkeypatch.setattr(structure, "clean", linger)
    results = committed_db.together([lambda: structure.move_unit(actor=admin, unit_id=east.pk, parent=south), second])
    assert all(isinstance(result, Unit) for result in results), results
    assert len(subtree_ids(cast.unit("company").pk)) < Unit.objects.count()


def test_recursion_ends_even_on_a_circle(cast):
    """Services never make one; a query that met one must not hang the site."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE org_unit SET parent_id = %s WHERE id = %s", [cast.unit("east1").pk, cast.unit("east").pk]
        )
    assert names(subtree_ids(cast.unit("east").pk)) == {"华东区", "华东一组"}
    assert unit_line(cast.unit("east1").pk)


def test_one_company(cast):
    with pytest.raises(Conflict):
        structure.create_unit(actor=cast.admin, name="第二家", kind="company", parent=None)
    with pytest.raises(Conflict):
        move(cast, "east", None)


def test_names_are_unique_among_siblings(cast):
    with pytest.raises(Invalid):
        structure.create_unit(actor=cast.admin, name="华东一组", kind="team", parent=cast.unit("east"))
    structure.create_unit(actor=cast.admin, name="华东一组", kind="team", parent=cast.unit("south"))


def test_the_database_has_the_last_word(cast):
    east = cast.unit("east")
    with pytest.raises(IntegrityError, match="unit_not_its_own_parent"), transaction.atomic():
        Unit.objects.filter(pk=east.pk).update(parent=east)
    with pytest.raises(IntegrityError, match="unit_name_once"), transaction.atomic():
        Unit.objects.create(name="华东区", kind="region", parent=cast.unit("company"))


def test_only_empty_units_go(cast):
    with pytest.raises(Conflict):
        structure.remove_unit(actor=cast.admin, unit_id=cast.unit("east1").pk)
    with pytest.raises(Conflict):
        structure.remove_unit(actor=cast.admin, unit_id=cast.unit("south").pk)
    spare = structure.create_unit(actor=cast.admin, name="空组", kind="team", parent=cast.unit("south"))
    structure.remove_unit(actor=cast.admin, unit_id=spare.pk)
    assert not Unit.objects.filter(name="空组").exists()


@pytest.mark.parametrize("actor", ["rep", "region", "leader", "hr"])
def test_only_administrators(cast, actor):
    with pytest.raises(Forbidden):
        move(cast, "east1", "south", actor=actor)
    with pytest.raises(Forbidden):
        structure.edit_unit(actor=getattr(cast, actor), unit_id=cast.unit("east").pk, facts={"name": "x"})


def test_the_tree_counts_people_below(cast):
    nodes = {node.unit.name: node for node in unit_tree()}
    assert (nodes["华东区"].staff, nodes["华东区"].total) == (2, 5)
    assert nodes["澜川电气"].total == 19
    assert [node.unit.name for node in unit_tree()][:3] == ["澜川电气", "华东区", "华东一组"]


def test_the_tree_takes_one_query(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        unit_tree()

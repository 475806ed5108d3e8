"""A record in a state is drawn with the mark its choices give it."""

import pytest
from django.apps import apps
from django_fsm import FSMFieldMixin
from pghistory.models import Event

from core import marks
from core.templatetags.ui import mark_of
from customers.choices import PriorState
from customers.models import PriorApproval

FIELDS = [
    field
    for model in apps.get_models()
    for field in model._meta.local_fields
    if isinstance(field, FSMFieldMixin) and not issubclass(model, Event)
]


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.model._meta.label_lower)
def test_every_machine_names_the_marks_of_its_states(field):
    if not field.choices:
        pytest.fail("a machine without words for its states")
    states = getattr(field.model, "STATES", None)
    assert states is not None, "STATES is missing"
    assert issubclass(states, marks.StateChoices)
    assert [value for value, _label in field.choices] == [state.value for state in states]


def test_the_mark_is_that_of_the_choices():
    assert len(FIELDS) > 5, "control: the machines are found"
    assert mark_of(PriorApproval(state=PriorState.CLOSED)) == (str(PriorState.CLOSED.label), marks.DONE)

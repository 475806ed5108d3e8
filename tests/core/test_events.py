import pytest

from core import events


@pytest.fixture(autouse=True)
def empty_registry(monkeypatch):
    monkeypatch.setattr(events, "_registry", {})


def test_subscribers_hear_in_order_and_at_once():
    events.declare("tea.poured", cup_id=int)
    heard = []
    events.subscribe("tea.poured")(lambda cup_id: heard.append(("first", cup_id)))
    events.subscribe("tea.poured")(lambda cup_id: heard.append(("second", cup_id)))
    events.publish("tea.poured", cup_id=7)
    assert heard == [("first", 7), ("second", 7)]


def test_registering_twice_hears_once():
    events.declare("tea.poured", cup_id=int)
    heard = []

    def hear(cup_id):
        heard.append(cup_id)

    events.subscribe("tea.poured")(hear)
    assert events.subscribe("tea.poured")(hear) is hear
    events.publish("tea.poured", cup_id=1)
    assert heard == [1]


def test_unknown_names_are_refused():
    with pytest.raises(events.UnknownEvent):
        events.publish("tea.spilt", cup_id=1)
    with pytest.raises(events.UnknownEvent):
        events.subscribe("tea.spilt")


@pytest.mark.parametrize("payload", [{}, {"cup_id": "7"}, {"cup_id": None}, {"cup_id": True}, {"cup_id": 7, "more": 1}])
def test_wrong_payload_is_refused_before_anybody_hears(payload):
    events.declare("tea.poured", cup_id=int)
    heard = []
    events.subscribe("tea.poured")(lambda **news: heard.append(news))
    with pytest.raises(TypeError):
        events.publish("tea.poured", **payload)
    assert heard == []


def test_optional_payload_may_be_none():
    events.declare("tea.poured", cup_id=int | None)
    events.publish("tea.poured", cup_id=None)


def test_same_declaration_twice_is_harmless_a_different_one_is_not():
    events.declare("tea.poured", cup_id=int)
    events.declare("tea.poured", cup_id=int)
    with pytest.raises(ValueError, match=r"tea\.poured"):
        events.declare("tea.poured", pot_id=int)


def test_a_failing_subscriber_fails_the_publisher():
    events.declare("tea.poured", cup_id=int)

    @events.subscribe("tea.poured")
    def break_cup(cup_id):
        raise RuntimeError(cup_id)

    with pytest.raises(RuntimeError):
        events.publish("tea.poured", cup_id=1)


def test_declared_lists_names_and_types():
    events.declare("tea.poured", cup_id=int)
    assert events.declared() == {"tea.poured": {"cup_id": int}}

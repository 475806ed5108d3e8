import pytest

from core import divisions


@pytest.mark.parametrize(
    ("code", "path"),
    [
        ("32", ("江苏省",)),
        ("3205", ("江苏省", "苏州市")),
        ("320505", ("江苏省", "苏州市", "虎丘区")),
        ("110101", ("北京市", "东城区")),  # 市辖区 is never written
        ("659001", ("新疆维吾尔自治区", "石河子市")),
        ("81", ("香港特别行政区",)),
    ],
)
def test_path_reads_like_an_address(code, path):
    assert divisions.path(code) == path
    assert divisions.full_name(code) == "".join(path)


def test_towns_of_cities_without_districts():
    code, name = divisions.districts("4419")[0]
    assert len(code) == 9
    assert divisions.path(code) == ("广东省", "东莞市", name)


def test_unknown_codes():
    assert not divisions.exists("999999")
    assert divisions.full_name("") == divisions.full_name("999999") == ""
    with pytest.raises(KeyError):
        divisions.path("999999")
    assert divisions.cities("99") == divisions.districts("3299") == []


def test_choices_go_down_level_by_level():
    assert len(divisions.provinces()) == 34
    assert ("32", "江苏省") in divisions.provinces()
    assert ("3205", "苏州市") in divisions.cities("32")
    assert ("320505", "虎丘区") in divisions.districts("3205")


def test_every_code_begins_with_its_parents_and_has_a_path():
    assert len(divisions.codes()) > 3000
    for code in divisions.codes():
        assert divisions.path(code)[-1] == divisions.name(code)


def test_callers_cannot_spoil_the_table():
    divisions.provinces().clear()
    assert divisions.provinces()

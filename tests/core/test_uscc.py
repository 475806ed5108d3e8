import pytest
from django.core.exceptions import ValidationError
from stdnum.cn import uscc as standard

from core import uscc


def made(first17):
    return first17 + standard.calc_check_digit(first17 + "0")


@pytest.mark.parametrize(
    "code", ["91110000600037341L", "９１１１００００６０００３７３４１Ｌ", " 91110000-600037341l "]
)
def test_real_codes_pass_however_they_are_typed(code):
    uscc.validate_uscc(code)
    assert uscc.is_valid(code)
    assert uscc.clean(code) == "91110000600037341L"


@pytest.mark.parametrize("first", ["1", "5", "9", "A", "N", "Y"])
def test_every_kind_of_body_is_known(first):
    assert uscc.is_valid(made(f"{first}2320594MA7LC0318"))


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("", "uscc_length"),
        ("9111000060003734", "uscc_length"),
        ("91110000600037341LL", "uscc_length"),
        ("9111000060003734IL", "uscc_shape"),
        ("B1110000600037341L", "uscc_shape"),
        ("911100006000\x0037341", "uscc_shape"),
        ("91110000600037341M", "uscc_check"),
        ("91110000600037314L", "uscc_check"),  # two digits swapped
        ("9" * 1_000_000, "uscc_length"),
    ],
)
def test_wrong_codes_say_what_is_wrong(code, why):
    with pytest.raises(ValidationError) as refusal:
        uscc.validate_uscc(code)
    assert refusal.value.code == why
    assert not uscc.is_valid(code)

"""Vectors come from the trade: tax-inclusive prices, half up, sums of lines, capital amounts."""

import random
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import money

RATES = [D("0.13"), D("0.09"), D("0.06"), D("0.03"), D("0.01"), D(0), None]
amounts = st.decimals(min_value=D("-9999999999999999.99"), max_value=D("9999999999999999.99"), places=2)


@pytest.mark.parametrize(
    ("gross", "rate", "net", "tax"),
    [
        ("100.00", "0.13", "88.50", "11.50"),
        ("100.00", "0.09", "91.74", "8.26"),
        ("100.00", "0.06", "94.34", "5.66"),
        ("3390.00", "0.13", "3000.00", "390.00"),
        ("100.00", "0", "100.00", "0.00"),
        ("-100.00", "0.13", "-88.50", "-11.50"),
    ],
)
def test_tax_is_taken_out_of_the_price(gross, rate, net, tax):
    assert money.split_tax(D(gross), D(rate)) == (D(gross), D(net), D(tax))


def test_exempt_carries_no_tax():
    assert money.split_tax(D("100.00"), None) == (D("100.00"), D("100.00"), D("0.00"))


def test_line_is_rounded_once_half_up():
    assert money.line_amount(3, D("1130.00")) == D("3390.00")
    assert money.line_amount(D("0.5"), D("0.01")) == D("0.01")
    assert money.line_amount(D("-0.5"), D("0.01")) == D("-0.01")
    assert money.line_amount(D("2.675"), D(1)) == D("2.68")


def test_long_figures_keep_every_digit():
    product = money.line_amount(D("123456789012.345"), D("9876543210987654.32"))
    assert product == D("1219326311370211246928821072.58")


def test_minus_zero_is_zero():
    assert str(money.round_cent(D("-0.001"))) == "0.00"
    assert money.plain(D("-0.001")) == "0.00"


@pytest.mark.parametrize("value", [1.0, 0.1, True, "1.00", None])
@pytest.mark.parametrize(
    "call",
    [
        lambda value: money.line_amount(value, D(1)),
        lambda value: money.line_amount(D(1), value),
        lambda value: money.split_tax(value, D("0.13")),
        lambda value: money.allocate(value, [100]),
        lambda value: money.allocate(D(1), [value]),
        money.capital,
        money.plain,
        money.show,
        money.plain_number,
    ],
)
def test_only_decimals_are_money(call, value):
    with pytest.raises(TypeError):
        call(value)


@pytest.mark.parametrize("rate", [0.13, True, "0.13"])
def test_a_float_rate_is_refused(rate):
    with pytest.raises(TypeError):
        money.split_tax(D("1.00"), rate)


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "sNaN"])
def test_not_a_number_is_not_money(value):
    with pytest.raises(ValueError, match="finite"):
        money.round_cent(D(value))


@pytest.mark.parametrize("rate", ["13", "1", "-0.13"])
def test_thirteen_is_not_a_rate(rate):
    with pytest.raises(ValueError, match="fraction"):
        money.split_tax(D("100.00"), D(rate))


def random_lines(rng):
    return [
        (money.line_amount(D(rng.randint(1, 99999)) / 100, D(rng.randint(0, 9999999)) / 100), rng.choice(RATES))
        for _ in range(rng.randint(1, 12))
    ]


def test_ten_thousand_line_sets_tie_to_the_cent():
    rng = random.Random(20260318)
    for _ in range(10_000):
        lines = random_lines(rng)
        splits = [money.split_tax(gross, rate) for gross, rate in lines]
        whole = money.total(splits)
        assert whole.net + whole.tax == whole.gross == sum(gross for gross, _ in lines)
        assert money.total(money.by_rate(lines).values()) == whole
        assert sum(D(money.plain(split.gross)) for split in splits) == D(money.plain(whole.gross))


def test_by_rate_lists_the_highest_rate_first_and_exempt_last():
    groups = money.by_rate([(D("1.00"), None), (D("100.00"), D("0.06")), (D("100.00"), D("0.13"))])
    assert list(groups) == [D("0.13"), D("0.06"), None]


@pytest.mark.parametrize(
    ("amount", "percents", "parts"),
    [
        ("100.00", [30, 60, 10], ["30.00", "60.00", "10.00"]),
        ("100.01", [30, 65, 5], ["30.00", "65.01", "5.00"]),
        ("0.01", [50, 50], ["0.01", "0.00"]),
        ("0.05", [10] * 10, ["0.01"] * 5 + ["0.00"] * 5),
        ("-100.01", [30, 65, 5], ["-30.00", "-65.01", "-5.00"]),
        ("10.01", [50, 50, 0], ["5.01", "5.00", "0.00"]),
        ("99.99", [100], ["99.99"]),
    ],
)
def test_the_last_share_takes_the_cent(amount, percents, parts):
    assert money.allocate(D(amount), percents) == [D(part) for part in parts]


@pytest.mark.parametrize("percents", [[], [30, 60], [110, -10], [D("33.33")] * 3])
def test_shares_must_make_a_hundred(percents):
    with pytest.raises(ValueError, match="100"):
        money.allocate(D("1.00"), percents)


@given(amounts, st.lists(st.integers(0, 40), min_size=1, max_size=8))
def test_shares_always_make_the_whole(amount, cuts):
    percents = [*cuts[:2], 100 - sum(cuts[:2])]
    parts = money.allocate(amount, percents)
    assert sum(parts) == amount
    assert all(part * amount >= 0 for part in parts)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.50", "1234.50"),
        ("￥１２３４．５", "1234.5"),
        ("¥ 12", "12"),
        ("-¥12.30", "-12.30"),
        (" 1，234.50 元 ", "1234.50"),
        ("人民币 100", "100"),
        ("RMB 1,000,000", "1000000"),
        ("0", "0"),
    ],
)
def test_parse_reads_what_people_write(text, value):
    assert money.parse(text) == D(value)


@pytest.mark.parametrize(
    "text",
    ["", "abc", "1e9", "NaN", "Infinity", "1,23", "12,34.5", "1.234", "--1", "1.", "١٢", "\ud800", "1\x00", "9" * 41],
)
def test_parse_refuses_the_rest(text):
    with pytest.raises(ValueError):
        money.parse(text)


def test_parse_reads_text_only():
    with pytest.raises(TypeError):
        money.parse(1.5)


@given(amounts)
def test_what_is_shown_can_be_read(amount):
    assert money.parse(money.show(amount)) == money.parse(money.plain(amount)) == amount


def test_show_groups_and_signs():
    assert money.show(D("1234567.5")) == "¥1,234,567.50"
    assert money.show(D("-0.5")) == "-¥0.50"
    assert money.show(D(12), "JPY") == "JPY 12.00"


def test_quantities_and_rates_lose_idle_zeros():
    assert [money.plain_number(D(text)) for text in ("2.500", "30.00", "100", "0.00", "-0")] == [
        "2.5",
        "30",
        "100",
        "0",
        "0",
    ]
    assert [money.rate_text(rate) for rate in RATES] == ["13", "9", "6", "3", "1", "0", "exempt"]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("1409.50", "壹仟肆佰零玖元伍角"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("100000", "壹拾万元整"),
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角"),
        ("10.05", "壹拾元零伍分"),
        ("-12.30", "负壹拾贰元叁角"),
        ("100000000", "壹亿元整"),
        ("100000001.00", "壹亿零壹元整"),
        ("123456789.01", "壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元零壹分"),
        ("200000000050.07", "贰仟亿零伍拾元零柒分"),
        ("9999999999999999.99", "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_capital_vectors(value, words):
    assert money.capital(D(value)) == "人民币" + words


@pytest.mark.parametrize(
    ("value", "allowed"),
    [
        ("1680.32", {"壹仟陆佰捌拾元叁角贰分", "壹仟陆佰捌拾元零叁角贰分"}),
        ("107000.53", {"壹拾万柒仟元伍角叁分", "壹拾万柒仟元零伍角叁分"}),
    ],
)
def test_a_zero_before_jiao_is_optional(value, allowed):
    assert money.capital(D(value)).removeprefix("人民币") in allowed


@pytest.mark.parametrize("value", ["10000000000000000", "1.005"])
def test_capital_refuses_what_it_cannot_say(value):
    with pytest.raises(ValueError):
        money.capital(D(value))


DIGITS = {char: value for value, char in enumerate("零壹贰叁肆伍陆柒捌玖")}
UNITS = {"拾": 10, "佰": 100, "仟": 1000}


def read_whole(text):
    """Read capital figures the way a cashier does: by 亿, by 万, then digit and unit."""
    for unit, factor in (("亿", 10**8), ("万", 10**4)):
        if unit in text:
            high, low = text.rsplit(unit, 1)
            return read_whole(high) * factor + read_whole(low)
    value = digit = 0
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
        else:
            value += digit * UNITS[char]
            digit = 0
    return value + digit


def read_capital(text):
    text = text.removeprefix("人民币")
    sign = -1 if text.startswith("负") else 1
    text = text.removeprefix("负").removesuffix("整")
    whole, _, rest = text.rpartition("元")
    cents = digit = 0
    for char in rest:
        if char in DIGITS:
            digit = DIGITS[char]
        else:
            cents += digit * {"角": 10, "分": 1}[char]
    return sign * (read_whole(whole) + D(cents) / 100)


@given(st.one_of(amounts, st.decimals(min_value=0, max_value=D(1000000), places=2)))
def test_capital_reads_back(amount):
    words = money.capital(amount)
    assert read_capital(words) == amount
    assert "零零" not in words
    assert words.endswith("整") == (amount % 1 == 0)

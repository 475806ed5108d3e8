"""What an approver reads of two submissions side by side."""

from quotes import comparison

LINE = {
    "position": 1,
    "name": "多级离心泵",
    "model": "D280",
    "spec": "",
    "qty": "4",
    "unit_price": "189000.00",
    "tax_rate": "13%",
}
BEFORE = {"payment_terms": "10/80/10", "delivery_terms": "8 周", "total": "756000.00", "lines": [LINE]}


def told(after):
    return [(item.label, item.before, item.after) for item in comparison.differences(BEFORE, {**BEFORE, **after})]


def test_nothing_changed():
    assert told({}) == []


def test_terms_prices_and_the_total():
    cheaper = {**LINE, "unit_price": "182900.00"}
    assert told({"payment_terms": "30/60/10", "lines": [cheaper], "total": "731600.00"}) == [
        ("付款", "10/80/10", "30/60/10"),
        ("第 1 行单价", "189,000.00", "182,900.00"),
        ("价税合计", "756,000.00", "731,600.00"),
    ]


def test_lines_that_come_go_or_become_something_else():
    added = {**LINE, "position": 2, "name": "变频柜"}
    assert told({"lines": [LINE, added]}) == [("第 2 行", "", "变频柜")]
    assert told({"lines": []}) == [("第 1 行", "多级离心泵", "删掉了")]
    assert told({"lines": [{**LINE, "model": "D360", "qty": "3"}]}) == [
        ("第 1 行", "多级离心泵 D280", "多级离心泵 D360"),
        ("第 1 行数量", "4", "3"),
    ]


def test_summary_leaves_out_what_is_empty():
    data = {"discount": "0.156", "why": {"over_head": "…"}, "payment_terms": "30/60/10", "delivery_terms": ""}
    assert [(item["label"], item["value"], item.get("tone")) for item in comparison.summary(data)] == [
        ("整单折让", "15.6%", "warn"),
        ("付款", "30/60/10", None),
    ]
    assert comparison.summary({"discount": "0"}) == []

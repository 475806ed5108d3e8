import pytest

from core.names import normalise_company


@pytest.mark.parametrize(
    "name",
    [
        "华东绿源（集团）股份有限公司",
        "华东绿源(集团)有限公司",
        "华东绿源集团有限责任公司",
        " 华东 绿源【集团】 ",
        "華東綠源（集團）股份有限公司",
        "华东绿源集团股份公司",
        "华东绿源·集团　有限公司",
    ],
)
def test_one_company_however_it_is_written(name):
    assert normalise_company(name) == "华东绿源集团"


def test_latin_names_too():
    assert normalise_company("ＡＢＣ Valve Co., Ltd.") == normalise_company("abc valve") == "abcvalve"


@pytest.mark.parametrize("other", ["华为技术（北京）有限公司", "华为技术有限公司", "华为软件（深圳）有限公司"])
def test_other_companies_stay_apart(other):
    assert normalise_company("华为技术（深圳）有限公司") != normalise_company(other)


def test_a_bare_legal_form_is_kept():
    assert normalise_company("有限公司") == "有限公司"
    assert normalise_company("（）") == ""

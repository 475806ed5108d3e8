"""More of the country than the demo company knows, and enough brands that a million names differ."""

from dataclasses import dataclass
from functools import cache, lru_cache

from core import names as company_names
from core import search
from salesops.demo import names

REGIONS = [
    # key of the unit, its name, first digits of the divisions in it
    ("east", "华东区", ("31", "32", "33", "34", "37")),
    ("south", "华南区", ("44", "45", "35")),
    ("north", "华北区", ("11", "12", "13")),
    ("central", "华中区", ("41", "42", "43", "36")),
    ("west", "西南区", ("50", "51", "53")),
    ("northwest", "西北区", ("61", "62", "65")),
    ("northeast", "东北区", ("21", "22", "23")),
]

CITIES = [
    *names.CITIES,
    ("110108", "北京", "010"),
    ("120116", "天津", "022"),
    ("130108", "石家庄", "0311"),
    ("410105", "郑州", "0371"),
    ("420111", "武汉", "027"),
    ("430104", "长沙", "0731"),
    ("360102", "南昌", "0791"),
    ("500112", "重庆", "023"),
    ("510107", "成都", "028"),
    ("530102", "昆明", "0871"),
    ("610113", "西安", "029"),
    ("620102", "兰州", "0931"),
    ("650104", "乌鲁木齐", "0991"),
    ("210106", "沈阳", "024"),
    ("210211", "大连", "0411"),
    ("220102", "长春", "0431"),
    ("230103", "哈尔滨", "0451"),
]

FIRST = "安邦博昌晨诚驰创达德鼎东方丰福冠广国海恒宏华汇佳建捷金锦晶精景聚凯康科乐力立联龙隆美铭诺鹏启千强融瑞润"
SECOND = "邦宝博昌成川创达德帆丰峰富格冠光海航和恒华辉嘉杰金晶凯康科朗乐力联龙隆茂明诺能鹏普强瑞润升盛泰特"
BRANDS = list(dict.fromkeys([*names.BRANDS, *(a + b for a in FIRST for b in SECOND if a != b)]))

MOST_NAMES = len(CITIES) * len(BRANDS) * len(names.TRADES)
STRIDE = 1_076_003
"""A prime that shares no factor with MOST_NAMES: multiples of it visit every name once, in no visible order."""


@dataclass(frozen=True)
class Company:
    """Name and place of a company, with what `customers.keys` derives from the name."""

    name: str
    business: str
    division: str
    area: str
    name_key: str
    sort_key: str
    spellings: tuple[str, ...]


def company(index: int) -> Company:
    """The index-th company. Its name is different for every index below MOST_NAMES.

    Its keys are strung together from those of its halves, which many names share; a name whose halves do not read apart
    is read as a whole.
    """
    place = index * STRIDE % MOST_NAMES
    place, city = divmod(place, len(CITIES))
    brand, trade = divmod(place, len(names.TRADES))
    code, town, area = CITIES[city]
    words, business = names.TRADES[trade]
    head, tail = town + BRANDS[brand], words + names.FORMS[(index * 7 + brand) % len(names.FORMS)]
    if not search.read_apart(head, tail):
        head, tail = town, BRANDS[brand] + tail
    if not search.read_apart(head, tail):
        head, tail = head + tail, ""
    name_key, sort_key, spellings = _keys(head)
    if tail:
        name_key_, sort_key_, more = _keys(tail)
        name_key, sort_key = name_key + name_key_, f"{sort_key} {sort_key_}"
        # A surname is read in two ways at the head of a name only.
        spellings = tuple(one + more[(at - 1) % 3 + 1 if at else 0] for at, one in enumerate(spellings))
    return Company(f"{head}{tail}", business, code, area, name_key, sort_key, spellings)


@lru_cache(maxsize=300_000)
def _keys(part: str) -> tuple[str, str, tuple[str, ...]]:
    return company_names.normalise_company(part), search.sort_key(part), tuple(search.spellings(part))


@lru_cache(maxsize=100_000)
def person_key(name: str) -> str:
    return search.search_key(name)


ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def credit_code(index: int, division: str) -> str:
    """A unified social credit code like `names.credit_code`, but different for every index."""
    rest, total, digits = index * 7_368_787 % 31**7, _head_of_code(division), ""
    for weight in _WEIGHTS[10:]:
        rest, digit = divmod(rest, 31)
        digits += ALPHABET[digit]
        total += weight * digit
    return f"91{division[:6]}MA{digits}{ALPHABET[-total % 31]}"


@cache
def _head_of_code(division: str) -> int:
    head = f"91{division[:6]}MA"
    return sum(weight * ALPHABET.index(char) for weight, char in zip(_WEIGHTS, head, strict=False))

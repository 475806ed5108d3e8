"""More of the country than the demo company knows, and enough brands that a million names differ."""

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


def name_of(index: int) -> tuple[str, str, str, str]:
    """(name, trade, division code, area code) of the index-th company. Different for every index below MOST_NAMES."""
    place = index * STRIDE % MOST_NAMES
    place, city = divmod(place, len(CITIES))
    brand, trade = divmod(place, len(names.TRADES))
    code, town, area = CITIES[city]
    words, business = names.TRADES[trade]
    form = names.FORMS[(index * 7 + brand) % len(names.FORMS)]
    return f"{town}{BRANDS[brand]}{words}{form}", business, code, area

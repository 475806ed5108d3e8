"""Names that read like those on real business cards. All companies and people are invented."""

from random import Random

from stdnum.cn import uscc

from core import divisions

CITIES = [
    # division code, how companies write the place, the telephone area code
    ("310115", "上海", "021"),
    ("320505", "苏州", "0512"),
    ("320205", "无锡", "0510"),
    ("320412", "常州", "0519"),
    ("320115", "南京", "025"),
    ("320612", "南通", "0513"),
    ("330106", "杭州", "0571"),
    ("330206", "宁波", "0574"),
    ("330402", "嘉兴", "0573"),
    ("330602", "绍兴", "0575"),
    ("340111", "合肥", "0551"),
    ("340202", "芜湖", "0553"),
    ("370202", "青岛", "0532"),
    ("370602", "烟台", "0535"),
    ("440115", "广州", "020"),
    ("440306", "深圳", "0755"),
    ("440605", "佛山", "0757"),
    ("441900003", "东莞", "0769"),
    ("442000001", "中山", "0760"),
    ("450102", "南宁", "0771"),
    ("350206", "厦门", "0592"),
    ("350102", "福州", "0591"),
]
SOUTH = {"440115", "440306", "440605", "441900003", "442000001", "450102", "350206", "350102"}

BRANDS = [
    "华翔",
    "启明",
    "锐恒",
    "同济",
    "海晏",
    "德毅",
    "科盛",
    "淮海",
    "长江",
    "甬江",
    "西奥",
    "临港",
    "秦川",
    "鑫龙",
    "云林",
    "恒泽",
    "瑞驰",
    "金牛",
    "天和",
    "中昊",
    "联创",
    "博远",
    "凯盛",
    "宏图",
    "盛邦",
    "立诺",
    "安信达",
    "东润",
    "北辰",
    "嘉禾",
    "明德",
    "永固",
    "新纪元",
    "蓝海",
    "远景达",
    "众合",
    "力源",
    "卓越",
    "航瑞",
    "华辰",
    "晟通",
    "浦东",
    "建兴",
    "广源",
    "佳力",
    "星宇",
    "通达",
    "万象",
    "方圆",
    "利民",
    "三江",
    "五洲",
    "江南",
    "岭南",
    "珠江",
    "南粤",
    "粤海",
    "闽江",
]
TRADES = [
    ("自动化设备", "自动化"),
    ("新能源科技", "新能源"),
    ("重型装备", "重工"),
    ("精密机械", "机械"),
    ("水务投资", "水务"),
    ("半导体设备", "电子"),
    ("环境工程", "环保"),
    ("港口物流设备", "港口物流"),
    ("轨道交通装备", "轨道交通"),
    ("化工", "化工"),
    ("食品机械", "食品"),
    ("纺织科技", "纺织"),
    ("电力工程", "电力"),
    ("建设集团", "建筑"),
    ("海洋工程装备", "船舶海工"),
    ("生物制药", "医药"),
    ("数据中心技术", "数据中心"),
    ("冶金科技", "冶金"),
]
FORMS = ["有限公司"] * 7 + ["股份有限公司"] * 2 + ["有限责任公司"]
LONGEST = "内蒙古鄂尔多斯市中煤蒙陕能源化工装备制造有限责任公司（东胜分公司）"

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭"
DOUBLE = ["欧阳", "上官", "诸葛", "司徒"]
GIVEN = [
    "建平",
    "启明",
    "海涛",
    "卫东",
    "知远",
    "国强",
    "雪梅",
    "立",
    "以宁",
    "敏",
    "佳",
    "文军",
    "斌",
    "祥瑞",
    "震",
    "倩",
    "峻",
    "璐",
    "志远",
    "晓东",
    "丽华",
    "建军",
    "思远",
    "明辉",
    "丽萍",
    "俊杰",
    "婷",
    "鹏飞",
    "慧",
    "永强",
    "雅琴",
    "浩",
    "静怡",
    "振华",
    "春燕",
    "少华",
    "凌云",
    "泽宇",
    "宏伟",
    "玉兰",
    "世杰",
    "晨",
    "嘉欣",
    "子轩",
    "一凡",
    "海燕",
    "国栋",
    "美玲",
]
TITLES = ["采购部长", "设备部经理", "总工程师", "动力车间主任", "项目经理", "采购工程师", "副总经理", "基建处处长"]
STREETS = ["工业园区", "经济开发区", "高新区", "滨江", "城东", "新港"]
ROADS = ["澜沧路", "创新路", "兴业大道", "金山路", "长江路", "建设路", "科技一路", "港城大道", "迎宾路", "望江路"]


def company(random: Random, used: set[str]) -> tuple[str, str, str, str]:
    """(name, trade, division code, area code) of a company not named before."""
    while True:
        code, city, area = random.choice(CITIES)
        trade_words, trade = random.choice(TRADES)
        name = f"{city}{random.choice(BRANDS)}{trade_words}{random.choice(FORMS)}"
        if name not in used:
            used.add(name)
            return name, trade, code, area


def short(name: str) -> str:
    """What colleagues call a company: its name without the legal form."""
    if name == LONGEST:
        return "中煤蒙陕能源"
    for form in sorted(FORMS, key=len, reverse=True):
        if name.endswith(form):
            return name.removesuffix(form)
    return name


def credit_code(random: Random, division: str) -> str:
    """A unified social credit code with a right check digit."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = "91" + division[:6] + "MA" + "".join(random.choice(alphabet) for _ in range(7))
    return body + uscc.calc_check_digit(body)


def person(random: Random) -> str:
    surname = random.choice(DOUBLE) if random.random() < 0.02 else random.choice(SURNAMES)
    return surname + random.choice(GIVEN)


def mobile(random: Random) -> str:
    return random.choice(["138", "139", "136", "186", "158", "177"]) + f"{random.randrange(10**8):08d}"


def address(random: Random, division: str) -> str:
    place = divisions.full_name(division)
    return f"{place}{random.choice(STREETS)}{random.choice(ROADS)} {random.randrange(1, 999)} 号"

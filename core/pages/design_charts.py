"""Charts for the living page /design/: each kind, and what is hard about it."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core.pages.charts import COUNT, MONEY, Aging, Chart, Funnel, Gauge, Point, Ranking, Trend

HERE = "/design/list/"


def charts() -> list[Chart]:
    common: Any = {"labels": _("部门"), "values": _("金额"), "empty": _("还没有报价")}
    months = [1284, 1008, 1218, 846, 936, 1392, 1128, 1230, 1188, 1476, -240, 922]
    return [
        Trend(
            code="design.trend",
            title=_("趋势：有目标，有一个月是负的"),
            about=_("横线是目标，最后一列是本月"),
            points=[
                Point(str(number), Decimal(value) * 10_000, HERE, target=Decimal(900 + 40 * number) * 10_000)
                for number, value in enumerate(months, 1)
            ],
            targets=_("目标"),
            unit=MONEY,
            width=7,
            **common,
        ),
        Funnel(
            code="design.funnel",
            title=_("漏斗：掉得最多的一步标出来"),
            about=_("每步的份数，过上一步的比例"),
            points=[
                Point(_("起草"), 412, HERE),
                Point(_("提交"), 167, HERE, note="40.5%", hot=True),
                Point(_("通过"), 96, HERE, note="57.5%"),
                Point(_("发出"), 71, HERE, note="74.0%"),
            ],
            unit=COUNT,
            width=5,
            **common,
        ),
        Ranking(
            code="design.ranking",
            title=_("排名：名字很长，金额过亿，也有负数"),
            about=_("竖线是目标"),
            points=[
                Point(
                    "内蒙古鄂尔多斯市中煤蒙陕能源化工装备制造有限责任公司",
                    Decimal("3864000000"),
                    HERE,
                    target=Decimal("3e9"),
                ),
                Point("欧阳志远", Decimal("1280000000"), HERE, target=Decimal("3e9"), hot=True, note="43%"),
                Point("林晓峰", Decimal("300"), HERE, target=Decimal("1e9")),
                Point("马俊杰", Decimal("-420000000"), HERE, target=Decimal("1e9")),
            ],
            targets=_("目标"),
            unit=MONEY,
            **common,
        ),
        Aging(
            code="design.aging",
            title=_("账龄：越往后越深"),
            about=_("点一段，看它的单据"),
            points=[
                Point("0–30", 148, HERE, note="37%"),
                Point("31–60", 96, HERE, note="24%"),
                Point("61–90", 41, HERE, note="10%"),
                Point("91–180", 64, HERE, note="16%"),
                Point("180+", 51, HERE, note="13%", hot=True),
            ],
            unit=COUNT,
            **common,
        ),
        Gauge(
            code="design.gauge",
            title=_("目标：完成 61%，进度应为 74%"),
            about=_("本季，竖线是今天该到的地方"),
            points=[Point(_("本季"), Decimal("23976000"), HERE, target=Decimal("39000000"))],
            targets=_("目标"),
            note=_("还差 1,502.4 万"),
            pace=0.74,
            unit=MONEY,
            **common,
        ),
        Ranking(
            code="design.nothing",
            title=_("没有数的图是一句话"),
            about=_("近 12 个月"),
            points=[],
            **common,
        ),
    ]

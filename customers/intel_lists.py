"""The list page of intelligence."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from core.markup import markup
from core.pages.listing import Action, Column, Export, ListPage, Scene, phone_line
from customers import intel_filters, intel_selectors
from customers.models import Intelligence
from customers.services import export_intelligence


def _whom(row: Intelligence) -> SafeString:
    names = [one.name for one in (row.customer, row.competitor) if one is not None]
    return markup(
        '<span class="t2">{}</span>{}', " · ".join(names), phone_line(row.get_kind_display(), str(row.author))
    )


INTELLIGENCE = ListPage(
    code="customers.intelligence",
    url_name="customers:intelligence_list",
    title=gettext_lazy("情报"),
    unit=gettext_lazy("条"),
    rows=intel_selectors.intelligence_list,
    columns=[
        Column("text", gettext_lazy("了解到什么"), value=intel_selectors.headline, link=True, phone="p1"),
        Column(
            "about",
            gettext_lazy("关于谁"),
            value=lambda row: str(row.about_whom),
            show=_whom,
            width=220,
            phone="p3",
        ),
        Column("kind", gettext_lazy("哪一类"), value=lambda row: row.get_kind_display(), width=104),
        Column(
            "level",
            gettext_lazy("密级"),
            value=lambda row: row.get_level_display(),
            show=intel_selectors.mark,
            width=116,
            phone="p2",
        ),
        Column("source", gettext_lazy("怎么知道的"), value=lambda row: row.get_source_display(), width=112),
        Column("reliability", gettext_lazy("可靠程度"), value=lambda row: row.get_reliability_display(), width=96),
        Column("learned_on", gettext_lazy("哪天知道的"), kind="day", width=104, sort="learned_on", phone="p4"),
        Column("author", gettext_lazy("谁记的"), kind="person", width=96),
        Column("source_note", gettext_lazy("来源补充"), width=160, shown=False),
        Column("competitor", gettext_lazy("竞争对手"), value=lambda row: row.competitor or "", width=160, shown=False),
        Column("created_at", gettext_lazy("记录于"), kind="moment", width=130, sort="created_at", shown=False),
        Column("withdrawn_why", gettext_lazy("撤回原因"), width=160, shown=False),
    ],
    filterset=intel_filters.IntelligenceFilter,
    search=intel_selectors.find,
    search_hint=gettext_lazy("内容、客户或对手"),
    scenes=[
        Scene("standing", gettext_lazy("全部"), lambda rows, user: rows.standing(), counted=False),
        Scene("mine", gettext_lazy("我记的"), lambda rows, user: rows.filter(author=user)),
        Scene("withdrawn", gettext_lazy("撤回的"), lambda rows, user: rows.exclude(withdrawn_at=None), counted=False),
    ],
    sort="-learned_on",
    actions=[
        Action(
            gettext_lazy("记情报"),
            "customers:intelligence_create",
            primary=True,
            key="n",
            capability="intelligence.record",
        ),
    ],
    row_label=intel_selectors.headline,
    empty_title=gettext_lazy("还没有情报"),
    empty_text=gettext_lazy("客户的采购计划、预算、换了谁拍板，对手的价格和动向，听到就记一条，写明怎么知道的。"),
    empty_icon="i-eye",
    walked=True,
    export=Export(
        "intelligence.export",
        export_intelligence,
        more=[Column("whole", gettext_lazy("全文"), value="text")],
        always=["level"],
    ),
)

"""Leads as the columns of a file."""

from django.utils.translation import gettext_lazy as _

from core.imports.targets import Column, Target, register
from customers import services

register(
    Target(
        page="customers.leads",
        title=_("线索"),
        unit=_("条"),
        kind="customers.lead",
        capability="leads.import",
        shared={"name": _("公司"), "phone": _("电话")},
        plan=services.plan_leads,
        write=services.import_leads,
        undo=services.undo_leads,
        rules=(
            _("每条要写公司和来源。"),
            _("公司或电话跟已有客户、没了结的线索相同的，算疑似重复，不导入。"),
            _("导入的线索进待分配，再分给人。"),
        ),
        columns=[
            Column(
                "company",
                _("公司"),
                ("公司名称", "客户名称", "单位名称", "单位", "企业名称", "名称", "company", "company name", "account"),
                example="成都锐恒自动化设备有限公司",
                required=True,
            ),
            Column(
                "source",
                _("来源"),
                ("线索来源", "渠道", "source", "lead source", "channel"),
                example="展会",
                help=_("展会、会议、网站、电话询价、拜访发现、转介绍、平台或市场调研"),
                required=True,
            ),
            Column(
                "source_detail",
                _("哪场活动"),
                ("展会名称", "活动", "活动名称", "campaign", "event", "source detail"),
                example="2026 上海水展",
            ),
            Column("contact", _("联系人"), ("姓名", "联系人姓名", "称呼", "contact", "name"), example="刘建平"),
            Column(
                "phone",
                _("电话"),
                ("手机", "手机号", "联系电话", "联系方式", "mobile", "phone", "tel"),
                example="13800000000",
            ),
            Column("wechat", _("微信"), ("微信号", "wechat"), example="liujianping"),
            Column("email", _("邮箱"), ("电子邮箱", "邮件", "email", "e-mail", "mail"), example="liu@ruiheng.example"),
            Column(
                "division",
                _("地区"),
                ("省市区", "所在地区", "区域", "城市", "region", "city"),
                example="四川省成都市武侯区",
                help=_("写到市或区县，例如 成都市武侯区"),
            ),
            Column(
                "wants",
                _("想要什么"),
                ("需求", "备注", "说明", "意向产品", "needs", "notes"),
                example="老泵房改造，问交期",
            ),
            Column(
                "received_at",
                _("收到时间"),
                ("日期", "收到日期", "登记日期", "录入时间", "received", "date"),
                example="2026-11-20",
                help=_("空着就是现在"),
            ),
        ],
    )
)

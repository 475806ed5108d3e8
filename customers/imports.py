"""Customers with their first contact, as the columns of a file."""

from django.utils.translation import gettext_lazy as _

from core.imports.targets import Column, Target, register
from customers import services

ONLY_NEW = _("只在新建时用，已有的客户不改")

register(
    Target(
        page="customers.customers",
        title=_("客户"),
        unit=_("家"),
        kind="customers.customer",
        capability="customers.import",
        matched_by=("number", "uscc"),
        shared={"id": _("客户"), "uscc": _("统一社会信用代码"), "name": _("名称"), "phone": _("电话")},
        plan=services.plan_customers,
        write=services.import_customers,
        undo=services.undo_customers,
        finish=services.tell_owners,
        taken_back=services.untell_owners,
        rules=(
            _("编号或统一社会信用代码对得上的，更新那一家；其余的新建。"),
            _("名称或电话跟已有客户相同的，算疑似重复，导入前由你决定。"),
            _("空着的格子不改原来的内容。"),
        ),
        columns=[
            Column(
                "name",
                _("客户名称"),
                (
                    "客户",
                    "名称",
                    "公司名称",
                    "公司",
                    "单位名称",
                    "单位",
                    "企业名称",
                    "客户全称",
                    "name",
                    "customer",
                    "customer name",
                    "company",
                    "company name",
                    "account name",
                ),
                example="成都锐恒自动化设备有限公司",
                help=_("执照上的全称"),
                required=True,
            ),
            Column("short_name", _("简称"), ("客户简称", "short name"), example="锐恒"),
            Column(
                "uscc",
                _("统一社会信用代码"),
                ("信用代码", "社会信用代码", "税号", "纳税人识别号", "uscc", "tax id", "tax number"),
                help=_("18 位，开票也用它；有重复的一定是同一家"),
            ),
            Column(
                "customer_class",
                _("类别"),
                ("客户类别", "客户等级", "客户级别", "级别", "等级", "class", "level"),
                example="潜在",
                help=_("潜在、普通、重点或大客户；只在新建时用，已有的客户不改"),
            ),
            Column("industry", _("行业"), ("所属行业", "industry"), example="机械制造"),
            Column(
                "division",
                _("地区"),
                ("省市区", "所在地区", "区域", "省市", "城市", "region", "city", "place"),
                example="四川省成都市武侯区",
                help=_("写到市或区县，例如 成都市武侯区"),
            ),
            Column("address", _("地址"), ("详细地址", "公司地址", "单位地址", "address"), example="科华北路 65 号"),
            Column(
                "phone",
                _("电话"),
                ("公司电话", "单位电话", "座机", "总机", "联系电话", "固定电话", "phone", "telephone", "tel"),
                example="028-85336021",
            ),
            Column(
                "parent",
                _("上级公司"),
                ("母公司", "总公司", "集团", "所属集团", "parent", "parent company"),
                help=_("已有客户的编号或全称；只在新建时用，已有的客户不改"),
            ),
            Column(
                "tags",
                _("标签"),
                ("客户标签", "tags", "labels"),
                example="老客户、华东",
                help=_("几个之间用顿号隔开；只在新建时用，已有的客户不改"),
            ),
            Column("website", _("网站"), ("网址", "官网", "主页", "website", "url"), example="https://ruiheng.example"),
            Column("remarks", _("备注"), ("说明", "remarks", "notes", "comment"), help=_("最多 2,000 字")),
            Column(
                "owner",
                _("负责人"),
                ("所属人", "归属人", "业务员", "业务代表", "销售", "销售代表", "跟进人", "owner", "sales rep"),
                help=_("同事的姓名或登录名；空着就是你。只能给你管的人，已有的客户不改"),
            ),
            Column(
                "account_manager",
                _("客户经理"),
                ("account manager",),
                help=_("大客户必须有一位客户经理，其他类别不设"),
            ),
            Column(
                "created_at",
                _("创建时间"),
                (
                    "创建日期",
                    "建档日期",
                    "建档时间",
                    "录入时间",
                    "录入日期",
                    "登记日期",
                    "created",
                    "created at",
                    "created on",
                ),
                example="2023-05-01",
                help=ONLY_NEW,
            ),
            Column(
                "last_contact_at",
                _("最近联系"),
                ("最近跟进", "最后跟进时间", "最近跟进时间", "最近联系时间", "上次拜访", "last contact"),
                example="2025-11-20",
                help=ONLY_NEW,
            ),
            Column(
                "number",
                _("编号"),
                ("客户编号", "number", "customer number"),
                help=_("我们的客户编号，用来更新已有的客户；新客户不填"),
            ),
            Column(
                "contact",
                _("联系人"),
                ("联系人姓名", "主要联系人", "首要联系人", "contact", "contact name"),
                example="刘建平",
                help=_("一家一位，别的联系人在客户页上加"),
            ),
            Column(
                "contact_title",
                _("职务"),
                ("联系人职务", "职位", "title", "position", "job title"),
                example="采购经理",
            ),
            Column(
                "contact_phone",
                _("联系人电话"),
                ("手机", "手机号", "手机号码", "联系人手机", "移动电话", "mobile", "contact phone"),
                example="13800000000",
            ),
            Column("contact_wechat", _("微信"), ("微信号", "联系人微信", "wechat"), example="liujianping"),
            Column(
                "contact_email",
                _("邮箱"),
                ("电子邮箱", "邮件", "email", "e-mail", "mail"),
                example="liu@ruiheng.example",
            ),
            Column(
                "contact_role",
                _("决策角色"),
                ("角色", "联系人角色", "role"),
                example="采购",
                help=_("决策、采购、技术、使用或付款"),
            ),
        ],
    )
)

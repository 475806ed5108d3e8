"""The roles a company starts with (A02–A12). Afterwards they are the company's own data."""

from django.utils.translation import gettext_noop

DOMAINS = ("customers", "leads", "visits", "opportunities", "quotes", "people")
OWN, TEAM, ALL = (dict.fromkeys(DOMAINS, scope) for scope in ("own", "subtree", "all"))
READ_ALL = {
    "customers": "all",
    "leads": "none",
    "visits": "none",
    "opportunities": "all",
    "quotes": "all",
    "people": "own",
}

SELL = [
    "customers.create", "customers.edit", "customers.claim", "leads.enter", "leads.work", "visits.log",
    "opportunities.edit", "competitors.edit", "quotes.create", "quotes.send",
]  # fmt: skip
PLAN = ["visits.submit_list"]
TAKE_OUT = [
    "customers.export", "leads.export", "visits.export", "opportunities.export", "quotes.export", "products.export",
]  # fmt: skip
LEAD = [
    *SELL, *TAKE_OUT, "customers.assign", "customers.merge", "customers.import", "leads.assign", "leads.import",
    "visits.see_position", "views.share",
]  # fmt: skip

ROLES: list[tuple[str, str, list[str], dict[str, str], str]] = [
    (
        "rep",
        gettext_noop("销售代表"),
        [*SELL, *PLAN],
        OWN,
        gettext_noop("开发和维护自己的客户，做拜访计划、记拜访、登记询价，起草报价和合同。自己不能审核、用印和放行。"),
    ),
    (
        "account",
        gettext_noop("客户经理"),
        [*SELL, *PLAN, "customers.own_key"],
        OWN,
        gettext_noop("专管大客户：服务计划、定期回访、跨部门协调。每个大客户有且只有一位客户经理。"),
    ),
    (
        "head",
        gettext_noop("销售经理"),
        [*LEAD, "approvals.head", "products.see_cost"],
        TEAM,
        gettext_noop("带一个销售组：决定是否报价，审核报价，检查拜访和日志，分配客户。不审自己起草的单据。"),
    ),
    (
        "region",
        gettext_noop("区域经理"),
        [*LEAD, "approvals.region", "products.see_cost"],
        TEAM,
        gettext_noop("管一个大区的各销售组：审核超出销售经理权限的折让，调配客户，督促回款。"),
    ),
    (
        "director",
        gettext_noop("营销总监"),
        [*LEAD, "approvals.director", "visits.confirm_list", "products.see_cost", "approvals.supervise"],
        ALL,
        gettext_noop("分解计划、每日考评、每周复盘，审核重要报价，提出奖惩建议。"),
    ),
    (
        "vp",
        gettext_noop("销售副总"),
        [
            *LEAD,
            "approvals.vp",
            "visits.confirm_list",
            "customers.credit",
            "products.see_cost",
            "approvals.supervise",
            "pricelists.edit",
        ],
        ALL,
        gettext_noop("对年度目标、回款率、重大合同、费用、渠道和售后负责，确认每周拜访重点。"),
    ),
    (
        "leader",
        gettext_noop("公司领导"),
        ["approvals.leader", "products.see_cost", "approvals.supervise", *TAKE_OUT],
        ALL,
        gettext_noop("决定重大投标、报价和合同，处理升级上来的问题。"),
    ),
    (
        "inside",
        gettext_noop("销售内勤"),
        [
            "customers.create",
            "customers.edit",
            "customers.merge",
            "customers.import",
            "leads.enter",
            "quotes.create",
            "quotes.stamp",
            "quotes.send",
        ],
        {**READ_ALL, "leads": "own"},
        gettext_noop("接听和答复电话询价，管印章和用印登记，发出文件，录入和归档。"),
    ),
    (
        "engineer",
        gettext_noop("技术部"),
        ["products.edit", "products.export"],
        {
            "customers": "none",
            "leads": "none",
            "visits": "none",
            "opportunities": "none",
            "quotes": "none",
            "people": "own",
        },
        gettext_noop("答复型号、参数和技术问题，维护产品资料，协助做方案。"),
    ),
    (
        "finance",
        gettext_noop("财务部"),
        ["approvals.finance", "customers.credit", "products.see_cost"],
        READ_ALL,
        gettext_noop("审核合同，归档，登记到账和开票。只有财务能记收款。"),
    ),
    (
        "production",
        gettext_noop("生产部"),
        [],
        {
            "customers": "none",
            "leads": "none",
            "visits": "none",
            "opportunities": "none",
            "quotes": "none",
            "people": "own",
        },
        gettext_noop("确认订单和交期，报告进度。"),
    ),
    (
        "logistics",
        gettext_noop("物流部"),
        [],
        {
            "customers": "none",
            "leads": "none",
            "visits": "none",
            "opportunities": "none",
            "quotes": "none",
            "people": "own",
        },
        gettext_noop("安排发货，登记承运和签收。"),
    ),
    (
        "service",
        gettext_noop("售后服务"),
        ["visits.log"],
        {
            "customers": "all",
            "leads": "none",
            "visits": "own",
            "opportunities": "none",
            "quotes": "none",
            "people": "own",
        },
        gettext_noop("处理客户问题和投诉，定期回访，做满意度调查。只读客户资料。"),
    ),
    (
        "marketing",
        gettext_noop("市场部"),
        [
            "customers.create",
            "customers.import",
            "leads.enter",
            "leads.assign",
            "leads.import",
            "leads.export",
            "competitors.edit",
        ],
        {
            "customers": "own",
            "leads": "all",
            "visits": "none",
            "opportunities": "none",
            "quotes": "none",
            "people": "own",
        },
        gettext_noop("收集线索，做市场调研和推广支持。看不到合同和报价。"),
    ),
    (
        "hr",
        gettext_noop("人力资源"),
        ["org.handover"],
        {
            "customers": "none",
            "leads": "none",
            "visits": "none",
            "opportunities": "none",
            "quotes": "none",
            "people": "all",
        },
        gettext_noop("管入职、培训、考核结果和离职交接。"),
    ),
    (
        "admin",
        gettext_noop("系统管理员"),
        [
            "org.manage",
            "org.handover",
            "audit.read",
            "policy.edit",
            "system.settings",
            "system.jobs",
            "views.share",
            "approvals.routes",
            "products.edit",
            "pricelists.edit",
        ],
        {
            "customers": "none",
            "leads": "none",
            "visits": "none",
            "opportunities": "none",
            "quotes": "none",
            "people": "all",
        },
        gettext_noop("维护组织、角色、制度条款和审批路线，看审计记录。不看业务数据，也不能替人审批。"),
    ),
]

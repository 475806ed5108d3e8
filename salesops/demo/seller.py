"""The demo company's own facts. The seal says that it is a specimen."""

RED = "#d0342c"

SELLER = {
    "name": "苏州澜川电气设备有限公司",
    "name_alt": "Suzhou Lanchuan Electric Equipment Co., Ltd.",
    "uscc": "91320594MA7LC0318Q",
    "address": "江苏省苏州市工业园区澜川路 88 号 3 幢",
    "phone": "0512-5550 0188",
    "email": "sales@lanchuan.example",
    "web": "www.lanchuan.example",
    "bank": "示例银行苏州工业园区支行",
    "account": "3205 0199 8800 0000 1234",
    "bank_code": "305305000018",
    "color": "#12355b",
    "logo": (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><rect width="48" height="48" rx="9" fill="#12355b"/>'
        '<path d="M9 31c6-13 11-13 15-5s9 8 15-8" fill="none" stroke="#fff" stroke-width="4" stroke-linecap="round"/>'
        '<circle cx="38" cy="13" r="3" fill="#f2b84b"/></svg>'
    ),
    "seal": (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 420">'
        f'<circle cx="210" cy="210" r="200" fill="none" stroke="{RED}" stroke-width="9" opacity=".82"/>'
        f'<path fill="{RED}" opacity=".82" d="M210 130l18 56h59l-48 34 18 56-47-34-47 34 18-56-48-34h59z"/>'
        f'<text x="210" y="345" text-anchor="middle" font-family="Noto Sans SC" font-size="27" font-weight="700" '
        f'fill="{RED}" opacity=".82">样章（非真实印章）</text></svg>'
    ),
}

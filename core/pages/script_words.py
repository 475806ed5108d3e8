"""What scripts say to people, so that it is translated with everything else. Read by static/js/words.js."""

from __future__ import annotations

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    return {
        "undo": _("撤销"),
        "close": _("关闭"),
        "selected": _("已选 %(n)s %(unit)s"),
        "selected_all": _("已选全部 %(n)s %(unit)s"),
        "offline": _("没连上网络，再试一次"),
        "forbidden": _("你没有这项权限"),
        "gone": _("没有这条记录，或者你看不到它"),
        "late": _("已经有人处理过了，刷新看看"),
        "stale": _("内容刚被改过，刷新后再办"),
        "busy": _("操作太快了，等几秒再试"),
        "broken": _("系统出错了，已记录，过会儿再试"),
        "unsaved": _("改动还没保存"),
        "no_match": _("没有匹配的"),
        "searching": _("正在找…"),
        "too_large": _("%(name)s 超过 %(mb)s MB，没有加上"),
        "remove": _("移除 %(name)s"),
        "dark": _("深色"),
        "light": _("浅色"),
        "auto": _("跟随系统"),
        "draft_kept": _("草稿已存本机"),
        "draft_restored": _("已恢复上次没写完的内容"),
        "keys": _("快捷键"),
        "held_here": _("没有信号，已存在本机，有信号就自动发出"),
        "held_sent": _("%(name)s 的拜访已发出"),
        "held_waits": _("等信号"),
        "held_other": _("等信号"),
        "held_login": _("登录后发出"),
        "held_refused": _("没发成，打开改好再提交"),
        "held_drop": _("删掉 %(name)s 这条还没发出的？"),
    }

import pytest

from core import notice_settings, notices
from core.errors import Forbidden, Invalid
from core.models import AuditEntry, NoticeRule

CODE = notices.kinds()[0].code


def test_the_company_rules_on_a_kind(cast):
    rule = notice_settings.set_rule(actor=cast.admin, code=CODE, channels=[], mandatory=True)
    assert (rule.channels, rule.mandatory) == ([], True)
    assert AuditEntry.objects.filter(code="notice_rule.edited", actor=cast.admin).count() == 1


def test_what_did_not_change_leaves_no_event(cast):
    for _time in range(2):
        notice_settings.save_rules(actor=cast.admin, chosen={CODE: []}, mandatory=[CODE])
    assert AuditEntry.objects.filter(code="notice_rule.edited").count() == 1


@pytest.mark.parametrize("login", ["rep", "director", "hr"])
def test_only_who_keeps_the_system_rules(cast, login):
    with pytest.raises(Forbidden):
        notice_settings.set_rule(actor=getattr(cast, login), code=CODE, channels=[], mandatory=True)
    assert not NoticeRule.objects.exists()


@pytest.mark.parametrize("given", [{"code": "no.such"}, {"channels": ["pigeon"]}])
def test_unknown_kinds_and_channels_are_refused(cast, given):
    with pytest.raises(Invalid):
        notice_settings.set_rule(**{"actor": cast.admin, "code": CODE, "channels": [], "mandatory": False, **given})

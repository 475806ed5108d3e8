"""Two administrators revise one rule at the same moment."""

import pytest

from core import clock, policy
from core.errors import Conflict
from core.models import AuditEntry, PolicyVersion


@pytest.fixture(autouse=True)
def rules(monkeypatch):
    monkeypatch.setattr(policy, "_rules", {})
    policy.register(policy.Rule("tea.days", "有效期", policy.DAYS, 30, "{value} 天有效"))


def test_each_version_number_is_given_once_and_the_other_is_told(committed_db, cast):
    admin = cast.admin

    def revise(days):
        return lambda: policy.revise(
            actor=admin, key="tea.days", raw=days, clause="{value} 天有效", valid_from=clock.today()
        )

    results = committed_db.together([revise(days) for days in range(1, 9)])
    refused = [item for item in results if isinstance(item, Exception)]
    assert all(isinstance(item, Conflict) for item in refused)
    numbers = sorted(PolicyVersion.objects.filter(key="tea.days").values_list("number", flat=True))
    assert numbers == list(range(1, len(results) - len(refused) + 1))
    assert AuditEntry.objects.filter(code="policy.revised").count() == len(numbers)

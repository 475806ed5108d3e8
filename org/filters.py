"""Narrowing the list of people."""

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from org.access import subtree_ids
from org.models import Role, Unit, User


class PersonFilter(filters.FilterSet):
    unit = filters.ModelChoiceFilter(
        label=_("部门"), queryset=Unit.objects.order_by("position", "pk"), method="in_subtree", empty_label=""
    )
    role = filters.ModelChoiceFilter(
        label=_("角色"), field_name="roles", queryset=Role.objects.order_by("position", "pk"), empty_label=""
    )

    class Meta:
        model = User
        fields = ("unit", "role")

    def in_subtree(self, queryset: QuerySet[User], name: str, unit: Unit) -> QuerySet[User]:
        return queryset.filter(unit_id__in=subtree_ids(unit.pk))

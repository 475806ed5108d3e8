"""Tasks over the API."""

from http import HTTPStatus

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.fields import LabelField, ReferenceField, StrictCharField, StrictChoiceField, VisibleField
from core.api.once import once
from core.api.resources import Readable, verb, versioned
from core.api.serializers import Input, Output, RowInput
from customers import policies, services
from customers.choices import ISSUES
from customers.deal_serializers import WhyInput
from customers.models import Customer, Task
from customers.task_lists import TASKS
from org.models import Unit, User


class TaskOutput(Output):
    """`visit`, `opportunity` and `unit` (an issue of its weekly review) say where it came from; `result` what became of it, once it is closed."""

    customer = ReferenceField(allow_null=True)
    unit = ReferenceField(allow_null=True)
    owner = ReferenceField()
    created_by = ReferenceField()
    closed_by = ReferenceField(allow_null=True)
    kind_label = LabelField(of="kind")
    state_label = LabelField(of="state")
    visit = serializers.IntegerField(source="visit_id", read_only=True, allow_null=True)
    opportunity = serializers.IntegerField(source="opportunity_id", read_only=True, allow_null=True)
    is_late = serializers.BooleanField(read_only=True)
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = Task
        fields = [
            "id", "customer", "unit", "raised_in", "subject", "details", "kind", "kind_label", "owner", "created_by", "due_on", "is_late",
            "state", "state_label", "visit", "opportunity", "result", "closed_at", "closed_by", "created_at",
            "updated_at", "version", "available_actions",
        ]  # fmt: skip

    def get_available_actions(self, task: Task) -> list[str]:
        return policies.task_actions(self.context["request"].user, task)


class TaskFacts(RowInput):
    owner = VisibleField(model=User, required=False)

    class Meta:
        model = Task
        fields = ["subject", "details", "due_on", "owner"]


class TaskInput(TaskFacts):
    """Without `owner` it is one's own."""

    customer = VisibleField(model=Customer)

    class Meta(TaskFacts.Meta):
        fields = ["customer", *TaskFacts.Meta.fields]


class IssueInput(TaskFacts):
    """An issue of a unit's weekly review, about a customer or none."""

    unit = VisibleField(model=Unit)
    kind = StrictChoiceField(choices=[(kind.value, kind.label) for kind in ISSUES])
    customer = VisibleField(model=Customer, required=False, allow_null=True, default=None)

    class Meta(TaskFacts.Meta):
        fields = ["unit", "kind", "customer", *TaskFacts.Meta.fields]


class FinishInput(Input):
    result = StrictCharField(max_length=500, required=False, default="", allow_blank=True)


class TaskResource(Readable):
    """What is to be done for customers: one's own, what one gave, and that of one's people and customers."""

    model = Task
    related = ("customer", "unit", "owner", "created_by", "closed_by")
    serializer_class = TaskOutput
    listing = TASKS

    @extend_schema(request=TaskInput, responses={201: TaskOutput})
    @once
    def create(self, request: Request) -> Response:
        """Say what is to be done for a customer, by whom and until when."""
        facts = self.body(TaskInput)
        owner, customer = facts.pop("owner", None), facts.pop("customer")
        made = services.create_task(
            actor=self.user, customer_id=customer.pk, facts=facts, owner_id=owner.pk if owner else None
        )
        return self.answer(made.pk, HTTPStatus.CREATED)

    @extend_schema(request=IssueInput, responses={201: TaskOutput})
    @action(detail=False, methods=["post"])
    @once
    def issues(self, request: Request) -> Response:
        """Put an issue before a unit's weekly review."""
        facts = self.body(IssueInput)
        owner, customer = facts.pop("owner", None), facts.pop("customer")
        made = services.raise_issue(
            actor=self.user,
            unit_id=facts.pop("unit").pk,
            kind=facts.pop("kind"),
            facts=facts,
            owner_id=owner.pk if owner else None,
            customer_id=customer.pk if customer else None,
        )
        return self.answer(made.pk, HTTPStatus.CREATED)

    @versioned
    @extend_schema(request=TaskFacts)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what is to be done, until when or by whom. 409 once it is closed."""
        facts = self.body(TaskFacts, partial=True)
        owner = facts.pop("owner", None)
        services.edit_task(
            actor=self.user,
            task_id=self.pk,
            facts=facts,
            owner_id=owner.pk if owner else None,
            version=self.required_version(),
        )
        return self.answer(self.pk)

    @versioned
    @verb(FinishInput)
    def finish(self, request: Request, pk: str) -> Response:
        """Say that it is done; for what a customer said also what was answered."""
        services.finish_task(
            actor=self.user, task_id=self.pk, version=self.required_version(), **self.body(FinishInput)
        )
        return self.answer(self.pk)

    @versioned
    @verb(WhyInput)
    def drop(self, request: Request, pk: str) -> Response:
        """Say that it will not be done, and why."""
        services.drop_task(actor=self.user, task_id=self.pk, version=self.required_version(), **self.body(WhyInput))
        return self.answer(self.pk)

    @versioned
    @verb()
    def reopen(self, request: Request, pk: str) -> Response:
        """It was not done after all. 409 for one that is open."""
        services.reopen_task(actor=self.user, task_id=self.pk, version=self.required_version())
        return self.answer(self.pk)

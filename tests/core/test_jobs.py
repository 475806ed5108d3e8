"""Scheduled jobs: each planned time once, whoever schedules and whatever dies."""

import threading
from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.utils import translation
from django.utils.translation import gettext_lazy

from core import clock, context, jobs, notices
from core.choices import JobState
from core.errors import Forbidden
from core.models import AuditEntry, Holiday, JobRun, Notification
from core.pages import navigation as places
from core.schedule import Daily, Every

MORNING = datetime.fromisoformat("2026-11-21 10:02:00+08:00")


@pytest.fixture
def registry(monkeypatch):
    monkeypatch.setattr(jobs, "_jobs", {})


@pytest.fixture
def ran(registry):
    """A job every five minutes; what it was called with."""
    calls = []

    @jobs.job("tea.brew", label="泡茶", schedule=Every(minutes=5))
    def brew(*, as_of):
        calls.append(as_of)
        return {"cups": len(calls)}

    return calls


def work_all(now=None):
    return [jobs.work(pk) for pk in jobs.plan(now)]


@pytest.mark.django_db
def test_a_planned_time_runs_once_with_its_own_time_and_result(ran):
    with time_machine.travel(MORNING, tick=False):
        assert work_all() == [True]
        assert work_all() == []
    run = JobRun.objects.get()
    assert ran == [datetime.fromisoformat("2026-11-21 10:00:00+08:00")]
    assert (run.state, run.result, run.attempts) == (JobState.DONE, {"cups": 1}, 1)


@pytest.mark.django_db
def test_the_next_time_runs_again(ran):
    for minute in (2, 4, 6, 11):
        with time_machine.travel(MORNING.replace(minute=minute), tick=False):
            work_all()
    assert [moment.minute for moment in ran] == [0, 5, 10]


@pytest.mark.django_db
def test_after_a_pause_only_the_latest_time_runs(ran):
    with time_machine.travel(MORNING, tick=False):
        work_all()
    with time_machine.travel(MORNING + timedelta(hours=3), tick=False):
        work_all()
    assert [clock.local(moment).hour for moment in ran] == [10, 13]


@pytest.mark.django_db
def test_with_catch_up_every_missed_time_runs_oldest_first(registry):
    calls = []
    jobs.job("tea.count", label="数茶", schedule=Daily(at=time(2, 0)), catch_up=True)(
        lambda *, as_of: calls.append(clock.local_date(as_of).day)
    )
    for day in (21, 24):
        with time_machine.travel(MORNING.replace(day=day), tick=False):
            work_all()
    assert calls == [21, 22, 23, 24]


@pytest.mark.django_db
def test_missed_times_are_made_up_for_only_so_far_back(registry):
    jobs.job("tea.count", label="数茶", schedule=Every(minutes=5), catch_up=True)(lambda *, as_of: None)
    with time_machine.travel(MORNING, tick=False):
        work_all()
    with time_machine.travel(MORNING + timedelta(days=30), tick=False):
        assert len(jobs.plan()) == jobs.MOST_MISSED


def test_two_planners_and_many_workers_at_once_run_it_once(committed_db, ran):
    with time_machine.travel(MORNING, tick=False):
        planned = committed_db.together([jobs.plan] * 8)
        assert len({tuple(ids) for ids in planned if ids}) == 1
        pk = JobRun.objects.get().pk
        worked = committed_db.together([lambda: jobs.work(pk)] * 8)
    assert sorted(worked) == [False] * 7 + [True]
    assert len(ran) == 1


def test_without_the_lease_it_would_run_several_times(committed_db, ran):
    """Negative control: looking first and marking afterwards lets several in."""
    with time_machine.travel(MORNING, tick=False):
        [pk] = jobs.plan()

        looked = threading.Barrier(8)

        def work_naively():
            run = JobRun.objects.get(pk=pk)
            looked.wait(30)
            if run.state == JobState.WAITING:
                ran.append(run.planned_for)
                JobRun.objects.filter(pk=pk).update(state=JobState.DONE)

        committed_db.together([work_naively] * 8)
    assert len(ran) > 1


def left_running(pk, attempts=1):
    """As a worker leaves it that took the run and came no further."""
    JobRun.objects.filter(pk=pk).update(state=JobState.RUNNING, attempts=attempts, started_at=clock.now())


@pytest.mark.django_db
def test_the_run_of_a_dead_worker_is_taken_again_after_a_short_grace(ran):
    with time_machine.travel(MORNING, tick=False):
        [pk] = jobs.plan()
        left_running(pk)
        assert jobs.plan() == []
        assert jobs.work(pk) is False
    with time_machine.travel(MORNING + jobs.GRACE + timedelta(seconds=1), tick=False):
        assert jobs.plan() == [pk]
        assert jobs.work(pk) is True
    assert JobRun.objects.get(pk=pk).attempts == 2
    assert len(ran) == 1


def test_a_run_is_its_workers_for_as_long_as_it_runs(committed_db, registry):
    """However late. The control is the test above: without the lock it is taken after the grace."""
    at_it, looked, calls = threading.Event(), threading.Event(), []

    @jobs.job("tea.steep", label="泡着", schedule=Daily(at=time(2, 0)))
    def steep(*, as_of):
        calls.append(as_of)
        at_it.set()
        looked.wait(30)

    with time_machine.travel(MORNING, tick=False) as traveller:
        [pk] = jobs.plan()

        def look():
            at_it.wait(30)
            traveller.shift(jobs.GRACE * 2)
            try:
                return jobs.plan(), jobs.work(pk)
            finally:
                looked.set()

        assert committed_db.together([lambda: jobs.work(pk), look]) == [True, ([], False)]
    assert len(calls) == 1
    assert JobRun.objects.get().state == JobState.DONE


@pytest.mark.django_db
def test_a_run_that_kills_its_worker_each_time_is_given_up(ran):
    with time_machine.travel(MORNING, tick=False):
        [pk] = jobs.plan()
        left_running(pk, attempts=jobs.ATTEMPTS)
        jobs.plan()
        assert JobRun.objects.get(pk=pk).state == JobState.RUNNING
    with time_machine.travel(MORNING + jobs.GRACE + timedelta(seconds=1), tick=False):
        assert jobs.plan() == []
    assert JobRun.objects.get(pk=pk).state == JobState.FAILED
    assert ran == []


@pytest.mark.django_db
def test_a_slow_worker_whose_run_was_taken_over_does_not_overwrite_the_outcome(registry):
    @jobs.job("tea.slow", label="慢", schedule=Every(minutes=5))
    def slow(*, as_of):
        # Meanwhile somebody else takes it and finishes.
        JobRun.objects.update(state=JobState.DONE, attempts=2, result={"by": "the other"})
        return {"by": "me"}

    with time_machine.travel(MORNING, tick=False):
        work_all()
    assert JobRun.objects.get().result == {"by": "the other"}


@pytest.mark.django_db
def test_a_failing_job_is_tried_three_times_and_leaves_no_half_work(registry):
    @jobs.job("tea.spill", label="洒了", schedule=Daily(at=time(2, 0)))
    def spill(*, as_of):
        Holiday.objects.create(date="2027-01-01", name="不该留下")
        raise RuntimeError("no cup")

    for minutes in range(0, 20, 2):
        with time_machine.travel(MORNING + timedelta(minutes=minutes), tick=False):
            work_all()
    run = JobRun.objects.get()
    assert (run.state, run.attempts) == (JobState.FAILED, jobs.ATTEMPTS)
    assert "no cup" in run.error
    assert not Holiday.objects.filter(name="不该留下").exists()


@pytest.mark.django_db
def test_whoever_sees_to_jobs_learns_of_one_that_does_not_work_once_a_day(cast, registry):
    broken = [True]

    @jobs.job("tea.spill", label="洒了", schedule=Every(minutes=5))
    def spill(*, as_of):
        return {"cups": 1 / (not broken[0])}

    def stuck(person):
        return {item.code: count for item, count in places.counts(person)}.get("core.jobs")

    for minutes in range(0, 60, 2):
        with time_machine.travel(MORNING + timedelta(minutes=minutes), tick=False):
            work_all()
    told = Notification.objects.filter(code="job.failed")
    assert [notice.recipient.username for notice in told] == ["admin"]
    assert notices.text(told[0]) == "定时任务「洒了」三次都没成，到定时任务页看原因"
    assert stuck(cast.admin) == 1
    assert stuck(cast.head) is None
    broken[0] = False
    with time_machine.travel(MORNING + timedelta(minutes=65), tick=False):
        work_all()
    assert stuck(cast.admin) is None


@pytest.mark.django_db
def test_the_job_is_named_in_the_readers_language(cast, registry):
    jobs.job("tea.seal", label=gettext_lazy("给审计记录加封"), schedule=Every(minutes=5))(lambda *, as_of: 1 / 0)
    with translation.override("en"):
        for minutes in range(0, 6, 2):
            with time_machine.travel(MORNING.replace(minute=20) + timedelta(minutes=minutes), tick=False):
                [jobs.work(pk) for pk in jobs.plan()]
    notice = Notification.objects.filter(code="job.failed").first()
    assert "给审计记录加封" in notices.text(notice)
    with translation.override("en"):
        assert "给审计记录加封" not in notices.text(notice)


@pytest.mark.django_db
def test_a_retry_waits_a_minute(registry):
    jobs.job("tea.spill", label="洒了", schedule=Daily(at=time(2, 0)))(lambda *, as_of: 1 / 0)
    with time_machine.travel(MORNING, tick=False):
        assert len(work_all()) == 1
    with time_machine.travel(MORNING + timedelta(seconds=59), tick=False):
        assert work_all() == []
    with time_machine.travel(MORNING + timedelta(seconds=61), tick=False):
        assert len(work_all()) == 1


@pytest.mark.django_db
def test_inside_a_job_the_channel_is_known(registry):
    seen = []
    jobs.job("tea.look", label="看", schedule=Every(minutes=5))(lambda *, as_of: seen.append(context.current().source))
    work_all(MORNING)
    assert seen == ["job"]
    assert context.current() is context.NOWHERE


@pytest.mark.django_db
def test_an_administrator_has_it_run_now_and_the_log_says_so(cast, ran):
    with time_machine.travel(MORNING, tick=False):
        run = jobs.run_now(actor=cast.admin, code="tea.brew")
        assert run.state == JobState.WAITING
        assert jobs.plan()[-1] == run.pk
        jobs.work(run.pk)
    assert ran[-1] == MORNING
    assert AuditEntry.objects.get(code="job.requested").actor == cast.admin


@pytest.mark.django_db
@pytest.mark.parametrize("login", ["rep", "head", "leader"])
def test_others_may_not(cast, ran, login):
    with pytest.raises(Forbidden):
        jobs.run_now(actor=getattr(cast, login), code="tea.brew")
    assert not JobRun.objects.visible_to(getattr(cast, login)).exists()


@pytest.mark.django_db
def test_a_job_that_left_the_code_is_left_alone(registry):
    JobRun.objects.create(job="gone.job", planned_for=MORNING)
    assert jobs.plan(MORNING) == []


# --- schedules ---------------------------------------------------------------------------------


def at(text):
    return datetime.fromisoformat(f"{text}+08:00")


@pytest.mark.parametrize(
    ("schedule", "now", "latest", "following"),
    [
        (Every(5), "2026-11-21 10:02", "2026-11-21 10:00", "2026-11-21 10:05"),
        (Every(5), "2026-11-21 00:00", "2026-11-21 00:00", "2026-11-21 00:05"),
        (Every(60), "2026-11-21 23:59", "2026-11-21 23:00", "2026-11-22 00:00"),
        (Daily(time(2, 30)), "2026-11-21 02:29", "2026-11-20 02:30", "2026-11-21 02:30"),
        (Daily(time(2, 30)), "2026-11-21 02:30", "2026-11-21 02:30", "2026-11-22 02:30"),
        (Daily(time(8, 0), weekday=0), "2026-11-21 10:00", "2026-11-16 08:00", "2026-11-23 08:00"),
        (Daily(time(8, 0), weekday=5), "2026-11-21 07:59", "2026-11-14 08:00", "2026-11-21 08:00"),
    ],
)
def test_planned_times_are_local(schedule, now, latest, following):
    assert schedule.latest(at(now)) == at(latest)
    assert schedule.following(at(latest)) == at(following)


@pytest.mark.parametrize("minutes", [0, -5, 7, 1441])
def test_minutes_that_would_shift_over_midnight_are_refused(minutes):
    with pytest.raises(ValueError):
        Every(minutes)

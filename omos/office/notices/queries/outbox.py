"""Reading the outbox: what waits, what became of it, what is due."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When

from omos.office.notices.models import MailServer, Outgoing, Robot
from omos.office.notices.queries.robots import robots
from omos.people import queries as people
from omos.people.viewer import Viewer

State = Outgoing.State
# Longer than any attempt may take: whoever still sends by then has died.
DOUBTFUL_AFTER = timedelta(minutes=2)
OPEN = (State.WAITING, State.FAILED)
Outlet = Robot | MailServer


def outbox(viewer: Viewer) -> QuerySet[Outgoing]:
    """What left or leaves by the viewer's robots and to the people in scope; of mails to others not what they say."""
    staff = people.staff_in_scope(viewer=viewer, verb="notices.view_outbox")
    mine = Q(robot__in=robots(viewer)) | Q(staff__in=staff)
    return (
        Outgoing.objects.filter(mine)
        .select_related("robot", "staff")
        .annotate(
            target=Case(When(robot=None, then=F("staff__name")), default=F("robot__name"), output_field=CharField()),
            way=Case(When(robot=None, then=Value("MAIL")), default=F("robot__kind"), output_field=CharField()),
        )
    )


def sent_to_groups(*, kind: str) -> QuerySet[Outgoing]:
    """Messages of a kind that reached a group."""
    return Outgoing.objects.filter(kind=kind, robot__isnull=False, state=State.SENT)


def is_posted(*, robot_id: int, dedupe_key: str) -> bool:
    """Whether this robot was given this message already."""
    return Outgoing.objects.filter(robot_id=robot_id, dedupe_key=dedupe_key).exists()


def has_open_messages() -> bool:
    """Whether anything waits or is on its way at all."""
    return Outgoing.objects.filter(state__in=(*OPEN, State.SENDING)).exists()


def is_due(true_now: datetime) -> Q:
    """Filter for what may be tried now."""
    return Q(state__in=OPEN) & (Q(due_at__isnull=True) | Q(due_at__lte=true_now))


def due_robots(*, true_now: datetime) -> list[Robot]:
    """Robots for which something is due."""
    waiting = Outgoing.objects.filter(is_due(true_now), robot__isnull=False)
    return list(Robot.objects.filter(pk__in=waiting.values("robot_id")).order_by("id"))


def has_due_mail(*, true_now: datetime) -> bool:
    """Whether a mail is due."""
    return Outgoing.objects.filter(is_due(true_now), staff__isnull=False).exists()


def due_of(outlet: Outlet, *, true_now: datetime) -> QuerySet[Outgoing]:
    """What is due on this way out, the oldest first."""
    to = Q(robot=outlet.pk) if isinstance(outlet, Robot) else Q(staff__isnull=False)
    due = Outgoing.objects.filter(to, is_due(true_now))
    return due.select_related("staff", "picture").order_by("id")


def uncertain(viewer: Viewer) -> QuerySet[Outgoing]:
    """Messages of the viewer's scope that may or may not have arrived: a person decides over them."""
    return outbox(viewer).filter(state=State.UNCERTAIN)

"""Reading robots and the mail server: which there are, what they get, what their groups may see."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from omos.office.notices.models import MailServer, Robot
from omos.people import queries as people
from omos.people.policy import scope_of
from omos.people.roles import Role, Scope
from omos.people.viewer import Viewer

TAKE_PICTURES = frozenset({Robot.Kind.WECOM, Robot.Kind.WEBHOOK})


@dataclass(frozen=True)
class Group:
    """A group chat that gets a kind of message: through which robot, and as whom it looks at figures."""

    robot_id: int
    name: str
    viewer: Viewer
    takes_pictures: bool


def robots(viewer: Viewer) -> QuerySet[Robot]:
    """Robots the viewer may look after: those of their departments, or all."""
    scope = scope_of(viewer, "notices.manage_robots")
    found = Robot.objects.select_related("department")
    if scope == Scope.ALL:
        return found
    return found.filter(department_id__in=viewer.department_ids if scope == Scope.DEPARTMENT else ())


def departments_for_robots(viewer: Viewer) -> dict[int, str]:
    """Departments whose figures the viewer may let a group see, by id."""
    names = people.department_names()
    if scope_of(viewer, "notices.manage_robots") == Scope.ALL:
        return names
    return {pk: name for pk, name in names.items() if pk in viewer.department_ids}


def may_speak_for_all(viewer: Viewer) -> bool:
    """Whether the viewer may let a group see the whole company's figures."""
    return scope_of(viewer, "notices.manage_robots") == Scope.ALL


def groups_wanting(*, kind: str) -> tuple[Group, ...]:
    """Every group that gets this kind of message."""
    active = Robot.objects.filter(is_active=True).order_by("id")
    return tuple(_group(robot) for robot in active if kind in robot.topics)


def _group(robot: Robot) -> Group:
    return Group(robot.pk, robot.name, viewer_of_group(robot), robot.kind in TAKE_PICTURES)


def viewer_of_group(robot: Robot) -> Viewer:
    """A group sees what the supervisor of its department sees; without a department, the whole company."""
    if robot.department_id is None:
        return Viewer.system(robot.name)
    return Viewer(
        user_id=None,
        # Nobody's: the department alone decides.
        staff_id=0,
        name=robot.name,
        roles=frozenset({Role.SUPERVISOR}),
        department_id=robot.department_id,
        department_ids=people.departments_below(robot.department_id),
    )


def mail_server() -> MailServer | None:
    """The company's mail server, or None before it was set up."""
    return MailServer.objects.filter(pk=1).first()


def has_mailbox(*, staff_id: int) -> bool:
    """Whether this person can be mailed to."""
    everybody = people.staff_in_scope(viewer=Viewer.system("notices"), verb="notices.view")
    return everybody.filter(pk=staff_id).exclude(email="").exists()

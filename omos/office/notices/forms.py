"""What people type about robots and the mail server."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from omos.office.notices import declare, queries
from omos.office.notices.models import MailServer, Robot
from omos.office.notices.services import MailServerDraft, RobotDraft
from omos.people.viewer import Viewer
from omos.ui.widgets import ClockInput

_NEVER_SHOWN = {"autocomplete": "off", "spellcheck": "false"}


class RobotForm(forms.Form):
    """A robot; address and secret are asked for and never shown again."""

    name = forms.CharField(label=_("Robot's name"), max_length=60, help_text=_("As you call the group, for example."))
    address = forms.CharField(
        label=_("Webhook address"),
        max_length=1000,
        required=False,
        widget=forms.TextInput(_NEVER_SHOWN),
        help_text=_(
            "Copy it from the group: group settings, robots. WeCom, DingTalk or Feishu is recognised by itself."
        ),
    )
    secret = forms.CharField(
        label=_("Signing secret"),
        max_length=200,
        required=False,
        widget=forms.TextInput(_NEVER_SHOWN),
        help_text=_("Only where the robot was set to be signed (DingTalk: it begins with SEC)."),
    )
    topics = forms.MultipleChoiceField(
        label=_("The group gets"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )
    department = forms.ChoiceField(label=_("It sees figures of"), required=False)
    keyword = forms.CharField(
        label=_("Keyword"),
        max_length=20,
        required=False,
        help_text=_("Only where the robot lets through nothing without a keyword. It is added where it is missing."),
    )
    quiet_from = forms.TimeField(label=_("Silent from"), widget=ClockInput)
    quiet_until = forms.TimeField(label=_("Silent until"), widget=ClockInput)
    is_quiet_on_days_off = forms.BooleanField(label=_("Silent on days off"), required=False)
    is_webhook = forms.BooleanField(
        label=_("The address is a webhook of our own program"),
        required=False,
        help_text=_("Then every message is posted there as signed JSON."),
    )
    is_active = forms.BooleanField(label=_("In use"), required=False)

    FOLDED = ("keyword", "quiet_from", "quiet_until", "is_quiet_on_days_off", "is_webhook")

    def __init__(self, data: Any = None, *, viewer: Viewer, robot: Robot | None = None) -> None:
        super().__init__(data, initial=_values_of(robot, viewer))
        whole = [("", _("Whole company"))] if queries.may_speak_for_all(viewer) else []
        departments = queries.departments_for_robots(viewer).items()
        self.fields["department"].choices = [*whole, *departments]  # type: ignore[attr-defined]
        kinds = declare.group_kinds()
        self.fields["topics"].choices = [(kind.code, kind.label) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["address"].required = robot is None
        if robot is not None:
            note = _("Stored, ends with %(end)s. Paste another one to replace it.") % {"end": robot.address_end}
            self.fields["address"].help_text = note
        if robot is not None and robot.secret_sealed:
            self.fields["secret"].help_text = _("Stored. Enter another one to replace it.")

    def draft(self) -> RobotDraft:
        """The robot as typed."""
        typed = dict(self.cleaned_data)
        department, topics = typed.pop("department"), tuple(typed.pop("topics"))
        return RobotDraft(**typed, department_id=int(department) if department else None, topics=topics)


class MailServerForm(forms.Form):
    """The mail server; its password is asked for and never shown again."""

    host = forms.CharField(label=_("Mail server"), max_length=253, help_text=_("For example smtp.exmail.qq.com."))
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=465)
    security = forms.ChoiceField(label=_("Encryption"), choices=MailServer.Security.choices)
    user = forms.CharField(label=_("User name"), max_length=120, required=False, widget=forms.TextInput(_NEVER_SHOWN))
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        required=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("Many providers want an authorisation code made for programs instead."),
    )
    sender = forms.EmailField(label=_("Sender's address"))
    is_active = forms.BooleanField(label=_("In use"), required=False)

    def __init__(self, data: Any = None, *, server: MailServer | None = None) -> None:
        names = ("host", "port", "security", "user", "sender", "is_active")
        initial = {name: getattr(server, name) for name in names} if server else {"is_active": True}
        super().__init__(data, initial=initial)
        if server is not None and server.password_sealed:
            self.fields["password"].help_text = _("Stored. Enter another one to replace it.")

    def draft(self) -> MailServerDraft:
        """The server as typed."""
        return MailServerDraft(**self.cleaned_data)


def _values_of(robot: Robot | None, viewer: Viewer) -> dict[str, Any]:
    if robot is None:
        blank, topics = Robot(), [kind.code for kind in declare.group_kinds() if not kind.shows_money]
        department = "" if queries.may_speak_for_all(viewer) else viewer.department_id
    else:
        blank, topics, department = robot, list(robot.topics), robot.department_id or ""
    return {
        "name": blank.name,
        "topics": topics,
        "department": department,
        "keyword": blank.keyword,
        "quiet_from": blank.quiet_from,
        "quiet_until": blank.quiet_until,
        "is_quiet_on_days_off": blank.is_quiet_on_days_off,
        "is_webhook": blank.kind == Robot.Kind.WEBHOOK,
        "is_active": blank.is_active,
    }

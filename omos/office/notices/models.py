"""Notices, what people want to be told by which channel, and what leaves the house: robots, mail server, outbox."""

from __future__ import annotations

from datetime import time

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """A way to reach a person; only ways that are built are offered."""

    BELL = "BELL", _("Bell")
    EMAIL = "EMAIL", _("E-mail")


class Notice(models.Model):
    """Something one person should know, with exactly one place to go and one thing to do."""

    staff = models.ForeignKey("people.Staff", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=160)
    body = models.CharField(max_length=400, blank=True)
    url = models.CharField(max_length=300, blank=True)
    action_label = models.CharField(max_length=40, blank=True)
    # The same thing is told once, however often a job finds it.
    dedupe_key = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "dedupe_key"], name="notice_told_once"),
        ]
        indexes = [
            models.Index(fields=["staff", "-created_at"], name="notice_by_staff"),
            models.Index(fields=["staff"], condition=Q(read_at__isnull=True), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return self.title


class Delivery(models.Model):
    """One notice on one channel: whether it arrived, how often it was tried, whether the person sees it there."""

    class State(models.TextChoices):
        WAITING = "WAITING", _("Waiting")
        DELIVERED = "DELIVERED", _("Delivered")
        FAILED = "FAILED", _("Not delivered")

    notice = models.ForeignKey("notices.Notice", models.CASCADE, related_name="+")
    channel = models.CharField(max_length=12, choices=Channel)
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    is_visible = models.BooleanField(default=True)
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel"], name="delivery_once_per_channel"),
            models.CheckConstraint(
                condition=~Q(state="DELIVERED") | Q(delivered_at__isnull=False), name="delivery_has_its_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.channel}"


class Preference(models.Model):
    """Whether one person wants one kind of notice by one channel; without a row they do."""

    staff = models.ForeignKey("people.Staff", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=12, choices=Channel)
    is_wanted = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "kind", "channel"], name="preference_once"),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.kind} {self.channel}"


class Outlet(models.Model):
    """A way out of the house with a pace of its own: how far ahead of it we are, and how it last fared."""

    # Token bucket: the moment at which it is full again; one conditional update takes a token.
    free_at = models.DateTimeField(null=True, blank=True)
    # The service asked for patience until then.
    blocked_until = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=20, blank=True)
    fault_code = models.CharField(max_length=20, blank=True)
    is_active = models.BooleanField(default=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class Robot(Outlet):
    """A robot in a group chat (群机器人), or a program that listens: where messages for many people go."""

    class Kind(models.TextChoices):
        WECOM = "WECOM", _("WeCom")
        DINGTALK = "DINGTALK", _("DingTalk")
        FEISHU = "FEISHU", _("Feishu")
        WEBHOOK = "WEBHOOK", _("Signed webhook")

    name = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    # Whoever holds the address may speak in the group: kept encrypted, only its end is shown.
    address_sealed = models.TextField()
    address_end = models.CharField(max_length=4)
    secret_sealed = models.TextField(blank=True)
    # The word without which the robot's safety setting lets nothing through.
    keyword = models.CharField(max_length=20, blank=True)
    # Whose figures the group sees; empty is the whole company.
    department = models.ForeignKey("people.Department", models.PROTECT, null=True, blank=True, related_name="+")
    # Codes of the notice kinds it gets.
    topics = models.JSONField(default=list)
    quiet_from = models.TimeField(default=time(21, 0))
    quiet_until = models.TimeField(default=time(8, 0))
    is_quiet_on_days_off = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class MailServer(Outlet):
    """The company's own mail server (发信邮箱); there is one or none."""

    class Security(models.TextChoices):
        TLS = "TLS", _("Encrypted from the start (usually port 465)")
        STARTTLS = "STARTTLS", _("Encrypted on request (usually port 587)")
        PLAIN = "PLAIN", _("Not encrypted")

    host = models.CharField(max_length=253)
    port = models.PositiveIntegerField(default=465)
    security = models.CharField(max_length=8, choices=Security, default=Security.TLS)
    user = models.CharField(max_length=120, blank=True)
    password_sealed = models.TextField(blank=True)
    sender = models.EmailField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="mail_server_is_the_only_one")]

    def __str__(self) -> str:
        return self.host


class Outgoing(models.Model):
    """One message on its way out (发件): to a robot's group or to one person's mailbox, with what became of it."""

    class State(models.TextChoices):
        WAITING = "WAITING", _("Waiting")
        SENDING = "SENDING", _("Being sent")
        SENT = "SENT", _("Sent")
        FAILED = "FAILED", _("Failed, tried again soon")
        UNCERTAIN = "UNCERTAIN", _("May have arrived")
        GIVEN_UP = "GIVEN_UP", _("Given up")
        MERGED = "MERGED", _("Told in a digest")

    robot = models.ForeignKey("notices.Robot", models.PROTECT, null=True, blank=True, related_name="+")
    staff = models.ForeignKey("people.Staff", models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=160)
    lines = models.JSONField(default=list)
    url = models.CharField(max_length=300, blank=True)
    action_label = models.CharField(max_length=40, blank=True)
    picture = models.ForeignKey("files.StoredFile", models.SET_NULL, null=True, blank=True, related_name="+")
    # The same thing is told once, however often a job finds it.
    dedupe_key = models.CharField(max_length=160)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=20, blank=True)
    # The service's own number for the reason.
    code = models.CharField(max_length=20, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    # Empty is at once; by the machine's own time, so that waiting ends while the company's clock stands still.
    due_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    # Whoever holds the claim may write down the outcome.
    claim = models.CharField(max_length=32, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["robot", "dedupe_key"], name="told_a_robot_once"),
            models.UniqueConstraint(fields=["staff", "dedupe_key"], name="mailed_once"),
            models.CheckConstraint(
                condition=Q(robot__isnull=True, staff__isnull=False) | Q(robot__isnull=False, staff__isnull=True),
                name="goes_to_a_robot_or_a_person",
            ),
            models.CheckConstraint(condition=~Q(state="SENT") | Q(sent_at__isnull=False), name="sent_has_its_moment"),
            models.CheckConstraint(
                condition=~Q(state="SENDING") | Q(claimed_at__isnull=False), name="sending_has_its_claim"
            ),
        ]
        indexes = [
            models.Index(
                fields=["robot", "due_at"],
                condition=Q(state__in=["WAITING", "FAILED", "SENDING"]),
                name="outgoing_due",
            ),
            models.Index(fields=["-created_at"], name="outgoing_newest"),
        ]

    def __str__(self) -> str:
        """What lists call it; a mail's words are its reader's alone."""
        return self.title if self.robot_id else self.kind

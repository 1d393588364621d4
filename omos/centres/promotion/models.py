"""Uploaded reports, and what stands of them: lines of advertising, conversations, customers; rebates."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Upload(models.Model):
    """One file on its way into the figures (上传的报表); nothing of it is booked before a person says so."""

    class State(models.TextChoices):
        OPEN = "OPEN", _("To check and book")
        QUEUED = "QUEUED", _("Waiting to be booked")
        BOOKING = "BOOKING", _("Being booked")
        BOOKED = "BOOKED", _("Booked")
        TAKEN_BACK = "TAKEN_BACK", _("Taken back")

    owner = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    file_name = models.CharField(max_length=200)
    file_digest = models.CharField(max_length=64)
    # Emptied when the file's time is over.
    content = models.BinaryField()
    # Names of the file's sheets with their numbers of rows.
    sheets = models.JSONField(default=list)
    sheet = models.PositiveSmallIntegerField(default=0)
    platform = models.CharField(max_length=24)
    is_sure = models.BooleanField(default=False)
    # Line of the headers, from 1; 0 when the file has none.
    head = models.PositiveIntegerField(default=0)
    header_digest = models.CharField(max_length=64, blank=True)
    # Field → column number, from 0.
    mapping = models.JSONField(default=dict)
    # What the file does not say and a person adds.
    typed_day = models.DateField(null=True, blank=True)
    account = models.CharField(max_length=80, blank=True)
    channel = models.ForeignKey("catalogue.Channel", models.PROTECT, null=True, blank=True, related_name="+")
    # Yuan for one unit of the file's currency.
    exchange_rate = models.DecimalField(max_digits=12, decimal_places=6, null=True, blank=True)
    # Whether the file holds only some rows of its days, so that what else stands there stays.
    is_part = models.BooleanField(default=False)
    # Whether it takes the place of finer figures of the same days.
    replaces_finer = models.BooleanField(default=False)
    # How many lines ended as what, and what was typed by hand before.
    outcome = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_index=True)
    booked_at = models.DateTimeField(null=True, blank=True)
    # Who pressed, when it was left to the machine to book.
    asked_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)
    # Why the machine could not book it, in words.
    refusal = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["asked_at"], condition=Q(state__in=["QUEUED", "BOOKING"]), name="upload_waiting_to_be_booked"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_under_way(self) -> bool:
        """Whether the machine has it in hand, or will."""
        return self.state in {self.State.QUEUED, self.State.BOOKING}


class ColumnMemory(models.Model):
    """How a known header was read last time, so that the same table asks nothing again."""

    header_digest = models.CharField(max_length=64, unique=True)
    platform = models.CharField(max_length=24)
    mapping = models.JSONField()
    account = models.CharField(max_length=80, blank=True)
    channel = models.ForeignKey("catalogue.Channel", models.CASCADE, null=True, blank=True, related_name="+")
    exchange_rate = models.DecimalField(max_digits=12, decimal_places=6, null=True, blank=True)
    used_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.platform} {self.header_digest[:8]}"


class AdLine(models.Model):
    """What a platform reported of one day, account and name (推广数据行); the finest names given tell lines apart."""

    class Level(models.TextChoices):
        TERM = "TERM", _("Search terms")
        ACCOUNT = "ACCOUNT", _("Accounts")
        CAMPAIGN = "CAMPAIGN", _("Ad campaigns")
        GROUP = "GROUP", _("Ad groups")
        KEYWORD = "KEYWORD", _("Keywords")

    upload = models.ForeignKey("promotion.Upload", models.PROTECT, related_name="+")
    # Line in the file, from 1: the first where several made up this line.
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=64, unique=True)
    platform = models.CharField(max_length=24)
    level = models.CharField(max_length=12, choices=Level)
    day = models.DateField()
    channel = models.ForeignKey("catalogue.Channel", models.PROTECT, related_name="+")
    account = models.CharField(max_length=200, blank=True)
    campaign = models.CharField(max_length=200, blank=True)
    ad_group = models.CharField(max_length=200, blank=True)
    keyword = models.CharField(max_length=200, blank=True)
    term = models.CharField(max_length=200, blank=True)
    impressions = models.BigIntegerField(null=True, blank=True)
    clicks = models.BigIntegerField(null=True, blank=True)
    # In 分 of account money, rebates included.
    spend = models.BigIntegerField(null=True, blank=True)
    conversions = models.BigIntegerField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["day", "channel"], name="ad_line_by_day"),
            models.Index(fields=["platform", "account", "day"], name="ad_line_by_slice"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.campaign} {self.keyword}".strip()


class Talk(models.Model):
    """One conversation of a chat tool (对话), without the words and without the person's name or number."""

    upload = models.ForeignKey("promotion.Upload", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=64, unique=True)
    platform = models.CharField(max_length=24)
    day = models.DateField()
    channel = models.ForeignKey("catalogue.Channel", models.PROTECT, null=True, blank=True, related_name="+")
    # As the tool wrote it, for channels nobody knows.
    origin = models.CharField(max_length=200, blank=True)
    campaign = models.CharField(max_length=200, blank=True)
    keyword = models.CharField(max_length=200, blank=True)
    term = models.CharField(max_length=200, blank=True)
    landing_page = models.CharField(max_length=200, blank=True)
    # Whether anything was said; a visit without a word is none.
    is_conversation = models.BooleanField(default=True)
    has_contact = models.BooleanField(default=False)
    is_valid = models.BooleanField(null=True, blank=True)
    # Keyed digest of the phone or account left; the same person gives the same.
    contact_key = models.CharField(max_length=64, blank=True, db_index=True)

    class Meta:
        indexes = [models.Index(fields=["day", "channel"], name="talk_by_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.keyword or self.term}".strip()


class CustomerLine(models.Model):
    """One line of a customers' list (客户表): whether the inquiry was valid and what became of it."""

    upload = models.ForeignKey("promotion.Upload", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=64, unique=True)
    day = models.DateField(null=True, blank=True)
    channel = models.ForeignKey("catalogue.Channel", models.PROTECT, null=True, blank=True, related_name="+")
    origin = models.CharField(max_length=200, blank=True)
    keyword = models.CharField(max_length=200, blank=True)
    term = models.CharField(max_length=200, blank=True)
    is_valid = models.BooleanField(null=True, blank=True)
    is_won = models.BooleanField(default=False)
    # In 分.
    revenue = models.BigIntegerField(null=True, blank=True)
    contact_key = models.CharField(max_length=64, blank=True, db_index=True)

    class Meta:
        indexes = [models.Index(fields=["day"], name="customer_line_by_day")]

    def __str__(self) -> str:
        return f"{self.day or ''} {self.keyword}".strip()


class Replaced(models.Model):
    """What stood where a file's line stands now (被替换的行): taking the file back brings it back."""

    class Kind(models.TextChoices):
        AD = "AD", _("Line of advertising")
        TALK = "TALK", _("Conversation")
        CUSTOMER = "CUSTOMER", _("Line of a customers' list")

    # The file that took the place, and the file whose line it was.
    by = models.ForeignKey("promotion.Upload", models.CASCADE, related_name="+", db_index=False)
    upload = models.ForeignKey("promotion.Upload", models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind)
    key = models.CharField(max_length=64)
    # The line's other fields as they stood.
    values = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "kind", "key"], name="replaced_once_by_a_file")]
        indexes = [models.Index(fields=["upload", "kind"], name="replaced_of_a_file")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key[:8]}"


class Rebate(models.Model):
    """What a channel gives back on recharge in a period (返点); outside of periods its own rate counts."""

    channel = models.ForeignKey("catalogue.Channel", models.CASCADE, related_name="+")
    first_day = models.DateField()
    # Empty: until further notice.
    last_day = models.DateField(null=True, blank=True)
    # Basis points: 2000 means 20 %.
    basis_points = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")), name="rebate_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=Q(basis_points__lte=10_000), name="rebate_is_a_share"),
            models.UniqueConstraint(fields=["channel", "first_day"], name="rebate_begins_once"),
        ]

    def __str__(self) -> str:
        return f"{self.channel_id} {self.first_day}"

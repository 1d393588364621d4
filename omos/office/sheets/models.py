"""Saved views, column choices, import runs."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """A list as somebody likes to see it (视图): filters, order and columns under a name."""

    page = models.CharField(max_length=60)
    owner = models.ForeignKey("people.User", models.CASCADE, related_name="+")
    # Whose team sees it too; empty keeps it private.
    department = models.ForeignKey("people.Department", models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=40)
    # The address's query: filters, search, tab, order.
    state = models.TextField(blank=True)
    layout = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "owner", "name"], name="saved_view_name_unique_per_owner"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_team(self) -> bool:
        """Whether the owner's team sees the view."""
        return self.department_id is not None


class ColumnChoice(models.Model):
    """Which columns of a list a person sees, in which order, how wide, how dense the rows."""

    page = models.CharField(max_length=60)
    user = models.ForeignKey("people.User", models.CASCADE, related_name="+")
    layout = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "user"], name="column_choice_once_per_user")]

    def __str__(self) -> str:
        return f"{self.page} {self.user_id}"


class ColumnMemory(models.Model):
    """How the columns of a known header were matched last time, so that the same sheet needs no matching again."""

    importer = models.CharField(max_length=60)
    header_digest = models.CharField(max_length=64)
    # Field → column number, from 0.
    mapping = models.JSONField()
    used_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["importer", "header_digest"], name="column_memory_once_per_header"),
        ]

    def __str__(self) -> str:
        return f"{self.importer} {self.header_digest[:8]}"


class ImportRun(models.Model):
    """One table on its way in (导入); nothing of it stands in the records before the last step."""

    class State(models.TextChoices):
        MATCHING = "MATCHING", _("Columns to match")
        CHECKING = "CHECKING", _("To check and mend")
        DONE = "DONE", _("Written")
        UNDONE = "UNDONE", _("Taken back")

    class Decision(models.TextChoices):
        SKIP = "SKIP", _("Skip")
        UPDATE = "UPDATE", _("Update")
        MERGE = "MERGE", _("Fill the gaps")

    importer = models.CharField(max_length=60)
    owner = models.ForeignKey("people.User", models.CASCADE, related_name="+")
    state = models.CharField(max_length=12, choices=State, default=State.MATCHING)
    file_name = models.CharField(max_length=200)
    file_digest = models.CharField(max_length=64)
    # Names of the file's sheets with their numbers of rows, and which one was chosen.
    sheets = models.JSONField(default=list)
    sheet = models.PositiveSmallIntegerField(default=0)
    # Line of the headers, from 1; 0 when the file has none.
    header_line = models.PositiveIntegerField(default=1)
    headers = models.JSONField(default=list)
    header_digest = models.CharField(max_length=64, blank=True)
    mapping = models.JSONField(default=dict)
    decision = models.CharField(max_length=8, choices=Decision, default=Decision.SKIP)
    check_milliseconds = models.PositiveIntegerField(default=0)
    # Problems beyond the number that is listed one by one.
    unlisted_problems = models.PositiveIntegerField(default=0)
    # Lines that are no rows: sums, headers printed again.
    left_out_lines = models.PositiveIntegerField(default=0)
    # First lines of the sheet, for matching the columns by eye.
    preview = models.JSONField(default=list)
    undo = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.importer} {self.file_name}"


class ImportFile(models.Model):
    """The uploaded bytes, kept until the columns are matched: another sheet may be the right one."""

    run = models.OneToOneField("sheets.ImportRun", models.CASCADE, primary_key=True, related_name="+")
    content = models.BinaryField()

    def __str__(self) -> str:
        return str(self.run_id)


class ImportRow(models.Model):
    """One line of the table, as it stood in the file, with what was mended by hand."""

    class State(models.TextChoices):
        READY = "READY", _("Ready")
        FAULTY = "FAULTY", _("To mend")
        REPEATED = "REPEATED", _("Stands in the file already")
        SKIPPED = "SKIPPED", _("Left out")
        CREATED = "CREATED", _("Added")
        UPDATED = "UPDATED", _("Updated")
        KNOWN = "KNOWN", _("Known already, left as it is")

    run = models.ForeignKey("sheets.ImportRun", models.CASCADE, related_name="+")
    # Line in the file, from 1.
    number = models.PositiveIntegerField()
    raw = models.JSONField()
    # Field → text that replaces the cell.
    mended = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State, default=State.READY)
    # Digest of the key fields; empty while they are not all there.
    key = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="import_row_number_once_per_run")]
        indexes = [
            models.Index(fields=["run", "state"], name="import_row_by_state"),
            models.Index(fields=["run", "key"], name="import_row_by_key"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.number}"

    def texts(self, mapping: dict[str, int]) -> dict[str, str]:
        """Field → text: what was mended by hand, else the cell of the matched column."""
        cells = {name: self.raw[at] if at < len(self.raw) else "" for name, at in mapping.items()}
        return {name: self.mended.get(name, cell) for name, cell in cells.items()}


class ImportProblem(models.Model):
    """What is wrong with one cell; grouped by field and code into the list of problems."""

    run = models.ForeignKey("sheets.ImportRun", models.CASCADE, related_name="+")
    row = models.ForeignKey("sheets.ImportRow", models.CASCADE, related_name="+")
    field = models.CharField(max_length=60)
    code = models.CharField(max_length=40)
    text = models.CharField(max_length=200)
    message = models.CharField(max_length=300)
    # The heading of its group.
    title = models.CharField(max_length=120)
    is_warning = models.BooleanField(default=False)
    is_mended = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["run", "field", "code"], name="import_problem_by_group")]

    def __str__(self) -> str:
        return f"{self.row_id} {self.field} {self.code}"

"""An importer of staff, for the tests of this room only."""

from __future__ import annotations

from omos.office.sheets import parsing
from omos.office.sheets.declare import Choice, Field, FieldError, Importer, ImportRefused, Written
from omos.people.models import Position, Staff


def positions(viewer):
    return [Choice(one.pk, one.name, note=one.code, aliases=(one.code,)) for one in Position.objects.order_by("name")]


def website(cell):
    if not cell.startswith("/"):
        raise FieldError("not a page of ours", code="foreign", title="The page is not ours")
    return cell


def existing(*, viewer, keys):
    found = dict(Staff.objects.filter(name__in=[name for (name,) in keys]).values_list("name", "pk"))
    return {key: found[key[0]] for key in keys if key[0] in found}


def write(*, rows, actor, now):
    created, before = [], {}
    for row in rows:
        if row.values["name"] == "爆炸":
            raise ImportRefused("This name brings bad luck.")
        if row.existing is None:
            created.append(_add(row.values))
        else:
            before[str(row.existing)] = _change(row)
    return Written(created=len(created), updated=len(before), undo={"created": created, "before": before})


def _add(values):
    department = Staff.objects.order_by("id").values_list("department_id", flat=True).first()
    staff = Staff.objects.create(
        name=values["name"],
        position_id=values["position"],
        department_id=department,
        phone=values.get("phone") or "",
        arrived_on=values.get("arrived_on"),
        day_minutes=values.get("day_minutes") or 450,
    )
    return staff.pk


def _change(row):
    staff = Staff.objects.get(pk=row.existing)
    old = {"phone": staff.phone, "day_minutes": staff.day_minutes}
    if row.values.get("phone") and not (row.is_merge and staff.phone):
        staff.phone = row.values["phone"]
    if row.values.get("day_minutes") and not row.is_merge:
        staff.day_minutes = row.values["day_minutes"]
    staff.save(update_fields=["phone", "day_minutes"])
    return old


def undo(*, undo, actor, now):
    for pk, old in undo["before"].items():
        Staff.objects.filter(pk=pk).update(**old)
    Staff.objects.filter(pk__in=undo["created"]).delete()
    return len(undo["before"]) + len(undo["created"])


IMPORTER = Importer(
    code="demo_staff",
    label="Import staff",
    verb="demo.change",
    fields=(
        Field("name", "姓名", aliases=("名字", "name"), is_required=True, parse=parsing.text(40), example="赵一鸣"),
        Field(
            "position",
            "岗位",
            aliases=("职位", "position"),
            is_required=True,
            choices=positions,
            unknown_title="岗位不在名单",
            help="One of the company's positions.",
        ),
        Field("phone", "手机", aliases=("电话", "手机号", "联系电话"), parse=parsing.phone()),
        Field("arrived_on", "入职日期", aliases=("入职", "到岗日期"), parse=parsing.day()),
        Field("day_minutes", "每天分钟", parse=parsing.whole(low=1, high=1440)),
        Field("page", "主页", parse=website, is_recommended=True, blank_note="可留空"),
    ),
    key=("name",),
    existing=existing,
    write=write,
    undo=undo,
    route="demo_staff",
    note="For tests.",
)

"""Forms of staff members: the person, their login, their roles, their leave."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from omos.people import queries
from omos.people.models import Department, Leave, Position, Staff
from omos.people.roles import Role
from omos.people.services import Absence, StaffDetails
from omos.ui.widgets import DayInput


class StaffForm(forms.Form):
    """A person of the company."""

    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), max_length=40)
    department = forms.ModelChoiceField(label=_("Department"), queryset=Department.objects.none(), empty_label=None)
    position = forms.ModelChoiceField(label=_("Position"), queryset=Position.objects.none(), empty_label=None)
    kind = forms.ChoiceField(label=_("Kind"), choices=Staff.Kind.choices)
    phone = forms.CharField(
        label=_("Phone"), max_length=24, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    arrived_on = forms.DateField(label=_("Joined on"), required=False, widget=DayInput())
    staff_number = forms.CharField(label=_("Staff number"), max_length=24, required=False)
    day_minutes = forms.IntegerField(label=_("Minutes of work in a full day"), min_value=0, max_value=1440, initial=450)
    is_planned_by_category = forms.BooleanField(label=_("Gets work by the weekly plan"), required=False, initial=True)
    row_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed through
        # Most people work below the top, so the top is not what stands there unless somebody chooses it.
        departments = Department.objects.filter(is_active=True).order_by(F("parent_id").asc(nulls_last=True), "name")
        positions = Position.objects.filter(is_active=True).order_by("sort_order", "id")
        self.fields["department"].queryset = departments  # type: ignore[attr-defined]
        self.fields["position"].queryset = positions  # type: ignore[attr-defined]

    def clean_phone(self) -> str:
        """The number without spaces and dashes."""
        typed = str(self.cleaned_data["phone"]).strip()
        number = queries.plain_phone(typed)
        if typed and not number:
            raise forms.ValidationError(_("This is not a phone number."))
        return number

    def details(self) -> StaffDetails:
        """What was typed."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "row_version"}
        department, position = values.pop("department"), values.pop("position")
        return StaffDetails(**values, department_id=department.pk, position_id=position.pk)

    @staticmethod
    def initial_of(staff: Staff) -> dict[str, object]:
        """The saved person, as the form shows them."""
        names = (
            "name",
            "kind",
            "phone",
            "email",
            "arrived_on",
            "staff_number",
            "day_minutes",
            "is_planned_by_category",
            "row_version",
        )
        values = {name: getattr(staff, name) for name in names}
        return values | {"department": staff.department_id, "position": staff.position_id}


class InviteForm(forms.Form):
    """The name and phone a person will sign in by."""

    login = forms.CharField(label=_("Name for signing in"), max_length=60)
    phone = forms.CharField(label=_("Phone for signing in"), max_length=24, required=False)


class RolesForm(forms.Form):
    """Roles beyond the one the position gives."""

    roles = forms.MultipleChoiceField(
        label=_("Further roles"), choices=Role.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    def chosen(self) -> list[Role]:
        """The roles ticked."""
        return [Role(role) for role in self.cleaned_data["roles"]]


class DepartForm(forms.Form):
    """The last day of somebody who leaves."""

    left_on = forms.DateField(label=_("Last day here"), widget=DayInput())


class LeaveForm(forms.Form):
    """When somebody is away."""

    staff = forms.TypedChoiceField(label=_("Person"), coerce=int)
    kind = forms.ChoiceField(label=_("Kind"), choices=Leave.Kind.choices)
    first_day = forms.DateField(label=_("First day"), widget=DayInput())
    last_day = forms.DateField(label=_("Last day"), required=False, widget=DayInput(), help_text=_("Empty: one day."))
    share = forms.TypedChoiceField(
        label=_("How much of the day"),
        coerce=int,
        choices=[(100, _("The whole day")), (50, _("Half a day")), (25, _("A quarter of a day"))],
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: object, people: Iterable[queries.StaffCard] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed through
        choices = [(person.id, f"{person.name} · {person.position}") for person in people]
        self.fields["staff"].choices = choices  # type: ignore[attr-defined]

    def absence(self) -> Absence:
        """What was typed."""
        values = self.cleaned_data
        return Absence(
            first_day=values["first_day"],
            last_day=values["last_day"] or values["first_day"],
            share=values["share"],
            kind=values["kind"],
            note=values["note"],
        )

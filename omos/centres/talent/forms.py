"""What bulk actions on staff ask for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from omos.people import queries as people


def department_choices() -> list[tuple[int, str]]:
    """Departments in use, in the order of the tree."""
    return list(people.department_names().items())


class MoveForm(forms.Form):
    """The department people move to."""

    department = forms.TypedChoiceField(label=_("Department"), choices=department_choices, coerce=int)

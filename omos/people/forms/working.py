"""Forms of shifts, patterns, the roster and handing over."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from omos.people import lent_roles, queries
from omos.people.models import Handover, Shift, WorkPattern
from omos.people.services import HandoverPlan, PatternDetails, ShiftDetails
from omos.ui.widgets import ClockInput, DayInput

# What people type for a day off in a cycle.
OFF_SIGNS = "休-–—.·_"


def _choices(people: Iterable[queries.StaffCard]) -> list[tuple[int, str]]:
    return [(person.id, f"{person.name} · {person.position}") for person in people]


class ShiftForm(forms.Form):
    """A shift: its hours, and how much of a full day it holds."""

    shift_id = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("Name of the shift"), max_length=20)
    letter = forms.CharField(label=_("One character for the roster"), max_length=1)
    starts_at = forms.TimeField(label=_("Starts at"), widget=ClockInput())
    ends_at = forms.TimeField(
        label=_("Ends at"), widget=ClockInput(), help_text=_("Earlier than the start: it runs past midnight.")
    )
    share = forms.IntegerField(
        label=_("Percent of a full day's work"), min_value=1, max_value=100, initial=100, required=False
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def details(self, *, taken: Collection[str]) -> ShiftDetails:
        """What was typed; a new shift gets the first code that is free."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "shift_id"}
        code = next(f"S{number}" for number in range(1, 10_000) if f"S{number}" not in taken)
        return ShiftDetails(code=code, **{**values, "share": values["share"] or 100})

    @staticmethod
    def initial_of(shift: Shift) -> dict[str, object]:
        """The saved shift, as the form shows it."""
        names = ("name", "letter", "starts_at", "ends_at", "share", "is_active")
        return {"shift_id": shift.pk} | {name: getattr(shift, name) for name in names}


class PatternForm(forms.Form):
    """A pattern: one character a day, the shift's, or 休 for a day off."""

    pattern_id = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("Name of the pattern"), max_length=40)
    cycle = forms.CharField(
        label=_("The cycle, one character a day"),
        max_length=80,
        help_text=_("The character of a shift, or - for a day off. A week begins on Monday: DDDDDD-DDDDD--"),
    )
    heeds_holidays = forms.BooleanField(
        label=_("Off on holidays, at work on make-up days"), required=False, initial=True
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: object, shifts: Iterable[Shift] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed through
        self.codes = {shift.letter: shift.code for shift in shifts}

    def clean_cycle(self) -> list[str]:
        """Codes of the shifts, day by day."""
        signs = "".join(str(self.cleaned_data["cycle"]).split())
        unknown = sorted({sign for sign in signs if sign not in self.codes and sign not in OFF_SIGNS})
        if unknown:
            raise forms.ValidationError(_now("No shift has the character %(signs)s.") % {"signs": " ".join(unknown)})
        return [self.codes.get(sign, "") for sign in signs]

    def details(self, *, taken: Collection[str]) -> PatternDetails:
        """What was typed; a new pattern gets the first code that is free."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "pattern_id"}
        code = next(f"P{number}" for number in range(1, 10_000) if f"P{number}" not in taken)
        return PatternDetails(code=code, **values)

    @staticmethod
    def initial_of(pattern: WorkPattern, *, letters: Mapping[str, str]) -> dict[str, object]:
        """The saved pattern, as the form shows it."""
        cycle = "".join(letters.get(code, "-") if code else "-" for code in pattern.cycle)
        names = ("name", "heeds_holidays", "is_active")
        return {"pattern_id": pattern.pk, "cycle": cycle} | {name: getattr(pattern, name) for name in names}


class FollowForm(forms.Form):
    """Who works by which pattern from when."""

    staff = forms.TypedMultipleChoiceField(label=_("People"), coerce=int, widget=forms.CheckboxSelectMultiple)
    pattern = forms.TypedChoiceField(label=_("Working pattern"), coerce=int, required=False, empty_value=None)
    first_day = forms.DateField(label=_("From"), widget=DayInput())
    cycle_start = forms.DateField(
        label=_("The cycle begins on"),
        required=False,
        widget=DayInput(),
        help_text=_("Alternating weeks: any day of a six-day week. Empty: the day above."),
    )

    def __init__(
        self,
        *args: object,
        people: Iterable[queries.StaffCard] = (),
        patterns: Iterable[WorkPattern] = (),
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed through
        self.fields["staff"].choices = _choices(people)  # type: ignore[attr-defined]
        offered = [(pattern.pk, pattern.name) for pattern in patterns if pattern.is_active]
        self.fields["pattern"].choices = [("", _("The company's calendar")), *offered]  # type: ignore[attr-defined]


class RosterDayForm(forms.Form):
    """One day of one person: which shift, or off."""

    shift = forms.TypedChoiceField(label=_("On this day"), coerce=int, required=False, empty_value=None)
    note = forms.CharField(label=_("Note"), max_length=100, required=False)

    def __init__(self, *args: object, shifts: Iterable[Shift] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed through
        offered = [(shift.pk, f"{shift.name} {shift.starts_at:%H:%M}–{shift.ends_at:%H:%M}") for shift in shifts]
        self.fields["shift"].choices = [("", _("Off")), *offered]  # type: ignore[attr-defined]


class HandoverForm(forms.Form):
    """Somebody's things go to a stand-in, for days or for good."""

    staff = forms.TypedChoiceField(label=_("Who hands over"), coerce=int)
    receiver = forms.TypedChoiceField(label=_("To whom"), coerce=int)
    kind = forms.ChoiceField(
        label=_("How long"),
        choices=[(Handover.Kind.DAYS, _("For some days")), (Handover.Kind.GOOD, _("For good"))],
        widget=forms.RadioSelect,
        initial=Handover.Kind.DAYS,
    )
    first_day = forms.DateField(label=_("First day"), widget=DayInput())
    last_day = forms.DateField(
        label=_("Last day"), required=False, widget=DayInput(), help_text=_("Afterwards everything comes back.")
    )
    held = forms.MultipleChoiceField(label=_("What is handed over"), widget=forms.CheckboxSelectMultiple)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(
        self,
        *args: object,
        people: Iterable[queries.StaffCard] = (),
        kinds: Iterable[tuple[str, str]] = (),
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed through
        choices = [("", "—"), *_choices(people)]
        self.fields["staff"].choices = self.fields["receiver"].choices = choices  # type: ignore[attr-defined]
        self.fields["held"].choices = list(kinds)  # type: ignore[attr-defined]

    def plan(self) -> HandoverPlan:
        """What was typed; a last day of what goes for good means nothing."""
        values = self.cleaned_data
        last_day: date | None = values["last_day"] if values["kind"] == Handover.Kind.DAYS else None
        receivers = dict.fromkeys(values["held"], values["receiver"])
        return HandoverPlan(
            values["staff"], values["kind"], values["first_day"], last_day, receivers, note=values["note"]
        )


class LeavingForm(forms.Form):
    """Somebody's last day, and who gets each kind of thing they hold."""

    left_on = forms.DateField(label=_("Last day here"), widget=DayInput())
    is_now = forms.BooleanField(
        label=_("Hand over now"),
        required=False,
        help_text=_("Otherwise on the day after the last one, by itself."),
    )

    def __init__(
        self,
        *args: object,
        people: Iterable[queries.StaffCard] = (),
        held: Iterable[queries.HeldKind] = (),
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed through
        self.held = {f"to_{place}": group for place, group in enumerate(held)}
        choices = _choices(people)
        for name, group in self.held.items():
            # Everything finds a new holder; roles only where somebody is meant to have them.
            is_role = group.kind.code == lent_roles.CODE
            self.fields[name] = forms.TypedChoiceField(
                label=_("Goes to"),
                coerce=int,
                choices=[("", _("Nobody")), *choices] if is_role else choices,
                required=not is_role,
                empty_value=None,
            )

    def receivers(self) -> dict[str, int]:
        """Who gets what, by code of the kind."""
        chosen = {group.kind.code: self.cleaned_data[name] for name, group in self.held.items()}
        return {code: to for code, to in chosen.items() if to is not None}

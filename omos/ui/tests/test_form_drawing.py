from __future__ import annotations

import re

import pytest
from django import forms
from django.forms.renderers import BaseRenderer, DjangoTemplates

from omos.ui.form_drawing import FormRenderer

NASTY = "<b>\"quoted\" & 'more'</b>"


class Sheet(forms.Form):
    name = forms.CharField(max_length=9, initial=NASTY, widget=forms.TextInput(attrs={"class": NASTY, "hidden": False}))
    price = forms.DecimalField(min_value=0)
    day = forms.DateField(required=False)
    secret = forms.CharField(widget=forms.PasswordInput)
    kept = forms.CharField(widget=forms.HiddenInput)
    is_new = forms.BooleanField(initial=True)
    kind = forms.ChoiceField(choices=[("", "All"), (1, NASTY), ("group", [("a", "A"), ("b", "B")])], initial="a")
    roles = forms.MultipleChoiceField(choices=[("x", "X"), ("y", "Y")], initial=["y"])
    note = forms.CharField(widget=forms.Textarea)
    sides = forms.ChoiceField(choices=[("l", "L")], widget=forms.RadioSelect)


def drawn(name: str, renderer: BaseRenderer, data: dict | None = None) -> str:
    form = Sheet(data, renderer=renderer)
    return re.sub(r">\s+<", "><", str(form[name])).strip()


class TestFormRenderer:
    @pytest.mark.parametrize("name", list(Sheet.base_fields))
    def test_draws_what_django_draws(self, name):
        assert drawn(name, FormRenderer()) == drawn(name, DjangoTemplates())

    @pytest.mark.parametrize("name", list(Sheet.base_fields))
    @pytest.mark.parametrize("typed", [NASTY, "a", "", "1", "on", "2026-11-20"])
    def test_keeps_what_was_typed_as_django_does(self, name, typed):
        data = {name: typed}

        assert drawn(name, FormRenderer(), data) == drawn(name, DjangoTemplates(), data)

    def test_lets_no_markup_through(self):
        assert "<b>" not in drawn("name", FormRenderer()) + drawn("kind", FormRenderer())

    def test_says_nothing_chosen_with_a_dash_as_everywhere_else(self):
        class Pick(forms.Form):
            kind = forms.ChoiceField(choices=[("", "---------"), ("---", "---"), ("a", "A")])

        drawn = str(Pick(renderer=FormRenderer())["kind"])

        assert '<option value="" selected>—</option>' in drawn
        assert '<option value="---">---</option>' in drawn

"""What every installation starts with: a process for each default position."""

from __future__ import annotations

import pytest
from django.utils import translation

from omos.centres.talent import services
from omos.centres.talent.declare import place_of
from omos.centres.talent.default_processes import DEFAULT_DESCRIPTIONS, DEFAULT_STEPS
from omos.centres.talent.models import ProcessStep, ProcessVersion
from omos.centres.talent.tests.factories import NOW, make_draft, write_process
from omos.people.models import Position
from omos.people.services import ensure_defaults
from omos.people.tests.factories import system_viewer


@pytest.fixture
def positions(company):
    ensure_defaults(actor=system_viewer(), now=NOW)
    return Position.objects.all()


def ensure():
    services.ensure_processes(actor=system_viewer(), now=NOW)


class TestTheTexts:
    def test_describe_every_default_position(self, positions):
        assert set(DEFAULT_DESCRIPTIONS) == set(positions.values_list("code", flat=True))

    @pytest.mark.parametrize("code", sorted(DEFAULT_DESCRIPTIONS))
    def test_give_each_position_some_steps(self, code):
        assert len([step for step in DEFAULT_STEPS if step.position == code]) >= 4

    @pytest.mark.parametrize("step", DEFAULT_STEPS, ids=lambda step: f"{step.position} {step.text[:24]}")
    def test_lead_to_pages_of_the_menu(self, step, db):
        assert not step.page or place_of(step.page)

    def test_say_of_every_step_when_it_is_done(self):
        assert [step.text for step in DEFAULT_STEPS if not step.done] == []

    def test_are_spoken_in_chinese(self, positions):
        ensure()

        step = ProcessStep.objects.filter(version__position__code="EDITOR").order_by("place").first()
        assert step.text == "看今天的任务和要求，排好先后"

    def test_are_spoken_in_english(self, positions, settings):
        settings.LANGUAGE_CODE = "en"

        with translation.override("zh-hans"):
            ensure()

        step = ProcessStep.objects.filter(version__position__code="EDITOR").order_by("place").first()
        assert step.text == "Read the day's briefs and put them in order"


class TestEnsuring:
    def test_writes_one_version_for_each_position(self, positions):
        ensure()

        assert ProcessVersion.objects.count() == len(DEFAULT_DESCRIPTIONS)

    def test_adds_nothing_the_second_time(self, positions):
        ensure()

        ensure()

        assert ProcessVersion.objects.count() == len(DEFAULT_DESCRIPTIONS)

    def test_leaves_alone_what_people_wrote(self, positions):
        editor = positions.get(code="EDITOR")
        write_process(editor, make_draft("自己写的"))

        ensure()

        assert ProcessVersion.objects.filter(position=editor).count() == 1

    def test_keeps_the_duties_of_the_position(self, positions):
        Position.objects.filter(code="EDITOR").update(duties="公司自己写的职责")

        ensure()

        assert Position.objects.get(code="EDITOR").duties == "公司自己写的职责"

"""The catalogue is whole, and its keeper sees what is missing."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest

from scripts import translations


@pytest.fixture
def part(tmp_path: Path):
    """Write `text` as a part and return its folder."""

    def write(text: str, name: str = "work.po") -> Path:
        (tmp_path / name).write_text(text, "utf-8")
        return tmp_path

    return write


@pytest.fixture
def source(tmp_path: Path):
    """Write one source file and return the texts it uses."""

    def write(name: str, text: str) -> translations.Used:
        path = tmp_path / "room" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return translations.used_texts(tmp_path / "room")

    return write


def one(singular: str, plural: str = "") -> translations.Used:
    text = translations.Text("", singular, plural, "omos/work/views.py:1")
    return translations.Used(texts={text.key: text})


class TestTheCatalogue:
    def test_holds_every_text_once_and_nothing_else(self):
        faults = translations.faults(translations.used_texts())

        assert not faults, f"{len(faults)} faults (scripts/translations.py check), the first: {faults[0]}"


class TestReadingTheCode:
    def test_finds_marked_texts_under_any_name(self, source):
        used = source("views.py", "from django.utils.translation import gettext_lazy as _\nX = _('Hand' ' in')\n")

        assert list(used.texts) == [("", "Hand in")]

    def test_keeps_the_plural_of_a_counted_text(self, source):
        used = source(
            "views.py",
            "from django.utils.translation import ngettext\nX = ngettext('%(n)s link', '%(n)s links', 2)\n",
        )

        assert used.texts["", "%(n)s link"].plural == "%(n)s links"

    def test_refuses_a_text_put_together_before_translation(self, source):
        used = source("views.py", "from django.utils.translation import gettext as _\nX = _(f'{1} links')\n")

        assert "put together" in used.faults[0]

    def test_finds_the_texts_of_a_template(self, source):
        used = source(
            "templates/page.html",
            '{% translate "Publish" %}\n{% include "a.html" with label=_("Close") only %}\n'
            "{% blocktranslate trimmed count n=links %}\n  {{ n }} link\n{% plural %}\n  {{ n }} links\n"
            "{% endblocktranslate %}",
        )

        assert set(used.texts) == {("", "Publish"), ("", "Close"), ("", "%(n)s link")}

    def test_finds_the_texts_of_data_one_by_one(self, source):
        used = source(
            "posts.json", '{"translated": ["name", "duties"], "rows": [{"name": "Editor", "duties": ["Write"]}]}'
        )

        assert list(used.texts) == [("", "Editor"), ("", "Write")]

    def test_leaves_other_data_alone(self, source):
        assert source("stamp.json", '{"rows": [{"name": "Editor"}]}').texts == {}

    def test_names_the_line_in_a_template(self, source):
        used = source("templates/page.html", '<p>\n</p>\n{% translate "Publish" %}\n')

        assert used.texts["", "Publish"].place.endswith("page.html:3")


class TestFaults:
    def test_none_in_a_good_part(self, part):
        folder = part('msgid "%(n)s link"\nmsgid_plural "%(n)s links"\nmsgstr[0] "%(n)s 条链接"\n')

        assert translations.faults(one("%(n)s link", "%(n)s links"), folder) == []

    def test_a_text_without_translation(self, part):
        assert "not translated" in translations.faults(one("Publish"), part(""))[0]

    def test_an_empty_translation(self, part):
        assert "is empty" in translations.faults(one("Publish"), part('msgid "Publish"\nmsgstr ""\n'))[0]

    def test_a_translation_nothing_uses(self, part):
        folder = part('msgid "Publish"\nmsgstr "发布"\n\nmsgid "Old"\nmsgstr "旧"\n')

        assert "'Old' is used nowhere" in translations.faults(one("Publish"), folder)[0]

    def test_a_translation_that_stands_twice(self, part):
        part('msgid "Publish"\nmsgstr "发布"\n', "goals.po")
        folder = part('msgid "Publish"\nmsgstr "发布"\n')

        assert "stands in goals.po already" in translations.faults(one("Publish"), folder)[0]

    def test_a_lost_placeholder(self, part):
        folder = part('msgid "%(n)s links"\nmsgstr "链接"\n')

        assert "other placeholders" in translations.faults(one("%(n)s links"), folder)[0]

    @pytest.mark.parametrize("copy", ["发布！", "请注意时间", "共3条", "共 %(n)s条"])
    def test_copy_against_the_house_style(self, part, copy):
        folder = part(f'msgid "%(n)s links"\nmsgstr "{copy}"\n')

        assert any("→" in fault for fault in translations.faults(one("%(n)s links"), folder))


def test_compiles_a_catalogue_that_gettext_reads(part, tmp_path):
    folder = part('msgid "Publish"\nmsgstr "发布"\n\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "丙"\n')

    translations.compile_catalogue(folder, tmp_path / "django.mo")

    with (tmp_path / "django.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    assert (catalogue.gettext("Publish"), catalogue.ngettext("a", "b", 1), catalogue.ngettext("a", "b", 5)) == (
        "发布",
        "丙",
        "丙",
    )

"""The image: its steps exist, its settings are settings, and the reader that proves it reads as a builder would."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from omos.environment import SETTINGS
from scripts import image

ROOT = Path(__file__).resolve().parents[2]
NAMES = {setting.name for setting in SETTINGS} | {f"{setting.name}_FILE" for setting in SETTINGS}
OWN = {"OMOS_DOMAIN", "OMOS_UPSTREAM"}  # of compose and Caddy, never seen by OMOS
STEPS = image.steps_of((ROOT / "Dockerfile").read_text("utf-8"))
RULES = [line for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line and line[0] != "#"]
DEPLOYED = sorted(
    path
    for path in (ROOT / "Dockerfile", ROOT / "compose.yaml", *(ROOT / "deploy").rglob("*"))
    if path.is_file() and "secrets" not in path.parts and "__pycache__" not in path.parts
)


def rest_of(word: str) -> list[str]:
    return [step.rest for step in STEPS if step.word == word]


class TestDockerfile:
    def test_copies_what_exists_and_is_let_through(self):
        local = [rest.split()[:-1] for rest in rest_of("COPY") if not rest.startswith("--from")]
        sources = [source.rstrip("/") for words in local for source in words]

        assert sources
        assert [source for source in sources if not (ROOT / source).exists()] == []
        assert [source for source in sources if not image.lets_through(source, RULES)] == []

    def test_runs_scripts_that_exist(self):
        scripts = {name for rest in rest_of("RUN") for name in re.findall(r"/image/(\S+)", rest)}

        assert [name for name in sorted(scripts) if not (ROOT / "deploy/image" / name).exists()] == []

    def test_does_not_run_as_root(self):
        assert rest_of("USER")[-1] == "omos"

    def test_names_no_mirror_but_in_a_comment(self):
        lines = [line for line in (ROOT / "Dockerfile").read_text("utf-8").splitlines() if not line.startswith("#")]

        assert [line for line in lines if "://" in line] == []

    def test_takes_every_mirror_as_an_argument(self):
        assert {"APT_MIRROR=", "PIP_INDEX_URL=", "NPM_REGISTRY="} <= set(rest_of("ARG"))

    def test_is_asked_whether_it_is_well(self):
        assert "/image/healthy.py" in rest_of("HEALTHCHECK")[0]

    def test_holds_no_tests_and_no_data(self):
        assert not image.lets_through("omos/people/tests/test_staff.py", RULES)
        assert not image.lets_through("demo-data/omos.sqlite3", RULES)
        assert not image.lets_through("deploy/secrets/database_url", RULES)
        assert image.lets_through("omos/people/staff.py", RULES)


@pytest.mark.parametrize("path", DEPLOYED, ids=lambda path: str(path.relative_to(ROOT)))
def test_names_only_settings_there_are(path: Path):
    named = set(re.findall(r"\bOMOS_[A-Z_]+\b", path.read_text("utf-8")))

    assert sorted(named - NAMES - OWN) == []


@pytest.mark.parametrize("path", [path for path in DEPLOYED if path.suffix == ".sh"], ids=lambda path: path.name)
def test_shell_scripts_can_be_read(path: Path):
    subprocess.run(["sh", "-n", str(path)], check=True)


class TestTheReader:
    def test_leaves_comments_out_and_joins_lines(self):
        steps = image.steps_of("# no\nRUN a \\\n    b\n\nUSER omos\n")

        assert steps == [image.Step("RUN", "a b"), image.Step("USER", "omos")]

    @pytest.mark.parametrize(
        ("path", "is_in"),
        [("omos/x.py", True), ("docs/x.md", False), ("omos/a/tests/x.py", False), ("omos/a/x.mo", False)],
    )
    def test_lets_through_by_the_last_rule_that_fits(self, path: str, is_in: bool):
        assert image.lets_through(path, ["*", "!omos", "**/tests", "**/*.mo"]) is is_in

    def test_starts_a_stage_with_nothing_of_this_machine(self):
        stage = image.Stage(Path("/tmp/root"), {"OMOS_DATA": "/d", "EMPTY": ""}, "/var", "omos")

        command = image.chrooted(stage, ["omos", "up"], {"OMOS_BIND": "127.0.0.1:1"})

        assert command[:3] == ["chroot", "--userspec=omos", "/tmp/root"]
        assert "-i" in command
        assert "OMOS_DATA=/d" in command
        assert "EMPTY=" not in command
        assert command[-1] == "cd /var && exec omos up"

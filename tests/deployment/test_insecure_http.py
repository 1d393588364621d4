"""Plain http for phones on the office network: only when it is asked for, and said in red wherever one looks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ASKED = """
import json
from omos import settings as one
print(json.dumps({
    "session": one.SESSION_COOKIE_NAME, "csrf": one.CSRF_COOKIE_NAME, "is_secure": one.SESSION_COOKIE_SECURE,
    "csrf_is_secure": one.CSRF_COOKIE_SECURE, "hsts": one.SECURE_HSTS_SECONDS, "hosts": one.ALLOWED_HOSTS,
}))
"""


def run(*arguments: str, folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OMOS_")}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=kept | {"OMOS_DATA": str(folder)} | settings,
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.fixture
def settings_with(tmp_path):
    def ask(**settings: str) -> dict:
        found: dict = json.loads(run("-c", ASKED, folder=tmp_path / "data", **settings).stdout)
        return found

    return ask


def test_cookies_are_secure_by_themselves(settings_with):
    found = settings_with()

    assert (found["session"], found["csrf"]) == ("__Host-omos_session", "__Host-omos_csrf")
    assert found["is_secure"]
    assert found["csrf_is_secure"]
    assert found["hsts"] > 0


def test_cookies_are_plain_only_when_it_is_asked_for(settings_with):
    found = settings_with(OMOS_INSECURE_HTTP="1")

    assert (found["session"], found["csrf"]) == ("omos_session", "omos_csrf")
    assert not found["is_secure"]
    assert found["hsts"] == 0


def test_phones_reach_the_machine_by_whatever_address_it_has(settings_with):
    assert settings_with(OMOS_INSECURE_HTTP="1", OMOS_BIND="0.0.0.0:8000")["hosts"] == ["*"]
    assert "*" not in settings_with(OMOS_INSECURE_HTTP="1", OMOS_BIND="0.0.0.0:8000", OMOS_HOSTS="pc.local")["hosts"]


def test_serving_beyond_this_machine_without_asking_is_refused(tmp_path):
    done = run("-c", ASKED, folder=tmp_path / "data", OMOS_BIND="0.0.0.0:8000")

    assert done.returncode
    assert "OMOS_INSECURE_HTTP=1" in done.stderr


def test_the_doctor_calls_it_unsafe(tmp_path):
    done = run("-m", "omos.cli", "doctor", folder=tmp_path / "data", OMOS_INSECURE_HTTP="1")
    line = next(line for line in done.stdout.splitlines() if "OMOS_INSECURE_HTTP" in line)

    assert "UNSAFE" in line


def test_every_page_says_so(client, editor, settings):
    settings.IS_INSECURE_HTTP = True
    client.force_login(editor.user)

    assert 'role="alert"' in client.get("/help/").content.decode()

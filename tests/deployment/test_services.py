"""Compose, proxies and units: they say what OMOS needs, and their own programs can read them."""

from __future__ import annotations

import datetime
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"


def loaded(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / name).read_text("utf-8"))
    return found


def program(name: str) -> str:
    """The program, or a loud skip where it is not installed."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if found is None:
        pytest.skip(f"{name} is not installed: its configuration stays unproven here (apt install {name})")
    return found


class TestCompose:
    def test_shows_only_the_proxy_to_the_world(self):
        services = loaded("compose.yaml")["services"]

        assert {name for name, one in services.items() if "ports" in one} == {"proxy"}

    def test_tells_omos_its_name_and_that_one_proxy_stands_in_front(self):
        settings = loaded("compose.yaml")["services"]["omos"]["environment"]

        assert settings["OMOS_TRUSTED_PROXIES"] == "1"
        assert settings["OMOS_HOSTS"].startswith("${OMOS_DOMAIN:?")
        assert "OMOS_INSECURE_HTTP" not in settings

    def test_keeps_data_and_certificates_over_a_restart(self):
        compose = loaded("compose.yaml")

        assert set(compose["volumes"]) == {"data", "certificates"}
        assert "data:/var/lib/omos" in compose["services"]["omos"]["volumes"]

    def test_takes_every_power_away_from_omos(self):
        omos = loaded("compose.yaml")["services"]["omos"]

        assert omos["cap_drop"] == ["ALL"]
        assert omos["read_only"] is True
        assert omos["security_opt"] == ["no-new-privileges:true"]

    def test_with_postgresql_holds_no_password(self):
        text = (DEPLOY / "compose.postgres.yaml").read_text("utf-8")
        compose = loaded("deploy/compose.postgres.yaml")

        assert not re.search(r"PASSWORD:|postgresql://", text)
        assert set(compose["secrets"]) == {"database_url", "database_password"}
        assert compose["services"]["omos"]["environment"]["OMOS_DATABASE_URL_FILE"] == "/run/secrets/database_url"


class TestSecrets:
    def make(self, folder: Path) -> str:
        done = subprocess.run(
            ["sh", str(DEPLOY / "make_secrets.sh"), str(folder)], check=True, capture_output=True, text=True
        )
        return done.stdout

    def test_are_made_once(self, tmp_path):
        self.make(tmp_path / "secrets")
        first = (tmp_path / "secrets/database_url").read_text()

        said = self.make(tmp_path / "secrets")

        assert (tmp_path / "secrets/database_url").read_text() == first
        assert "nothing changed" in said

    def test_fit_each_other_and_are_never_shown(self, tmp_path):
        said = self.make(tmp_path / "secrets")
        password = (tmp_path / "secrets/database_password").read_text()

        assert len(password) == 48
        assert (tmp_path / "secrets/database_url").read_text() == f"postgresql://omos:{password}@postgres/omos"
        assert password not in said

    def test_lie_in_a_folder_nobody_else_can_list(self, tmp_path):
        self.make(tmp_path / "secrets")

        assert not stat.S_IMODE((tmp_path / "secrets").stat().st_mode) & 0o066

    def test_are_never_committed(self):
        assert "/deploy/secrets/" in (ROOT / ".gitignore").read_text("utf-8").splitlines()


class TestProxies:
    def test_of_caddy_says_who_called_in_one_entry(self):
        text = (DEPLOY / "Caddyfile").read_text("utf-8")

        assert "header_up X-Forwarded-For {remote_host}" in text

    def test_of_nginx_says_who_called_in_one_entry(self):
        text = (DEPLOY / "nginx.conf").read_text("utf-8")

        assert "X-Forwarded-For $remote_addr;" in text
        assert "$proxy_add_x_forwarded_for" not in text
        assert "X-Forwarded-Proto $scheme;" in text

    def test_let_uploads_as_large_as_omos_takes_them(self):
        from omos import asgi

        assert "client_max_body_size 25m;" in (DEPLOY / "nginx.conf").read_text("utf-8")
        assert "max_size 25MiB" in (DEPLOY / "Caddyfile").read_text("utf-8")
        assert asgi.BODY_LIMIT == 25 << 20

    def test_of_caddy_is_valid(self, monkeypatch):
        monkeypatch.setenv("OMOS_DOMAIN", "omos.example.com")
        command = [program("caddy"), "validate", "--config", str(DEPLOY / "Caddyfile"), "--adapter", "caddyfile"]

        done = subprocess.run(command, check=False, capture_output=True, text=True)

        assert done.returncode == 0, done.stderr

    def test_of_nginx_is_valid(self, tmp_path):
        nginx = program("nginx")
        write_certificate(tmp_path)
        text = (DEPLOY / "nginx.conf").read_text("utf-8")
        text = text.replace("/etc/letsencrypt/live/omos.example.com", str(tmp_path))
        text = re.sub(r"listen (\[::\]:)?(80|443)", r"listen \g<1>1\2", text)
        whole = f"pid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\n{text}\n}}\n"
        (tmp_path / "nginx.conf").write_text(whole, "utf-8")

        done = subprocess.run(
            [nginx, "-t", "-c", str(tmp_path / "nginx.conf")], check=False, capture_output=True, text=True
        )

        assert done.returncode == 0, done.stderr


def write_certificate(folder: Path) -> None:
    """A certificate signed by itself, for a program that only looks whether there is one."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "omos.example.com")])
    today = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, today, today + datetime.timedelta(days=3650))
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "privkey.pem").write_bytes(private)
    certificate = builder.sign(key, hashes.SHA256())
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


class TestUnits:
    @pytest.mark.parametrize("name", ["omos.service", "omos-backup.service", "omos-backup.timer"])
    def test_can_be_read_by_systemd(self, tmp_path, name):
        analyze = program("systemd-analyze")
        for path in (DEPLOY / "systemd").glob("omos*.[st]*"):
            # The program is only there once it is installed.
            text = path.read_text("utf-8").replace("/opt/omos/bin/omos", "/bin/true")
            (tmp_path / path.name).write_text(text, "utf-8")

        done = subprocess.run(
            [analyze, "verify", "--man=no", str(tmp_path / name)], check=False, capture_output=True, text=True
        )

        assert [line for line in done.stderr.splitlines() if str(tmp_path) in line or name in line] == []

    def test_run_omos_as_its_own_user_without_powers(self):
        text = (DEPLOY / "systemd/omos.service").read_text("utf-8")

        assert {"User=omos", "NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet="} <= set(
            text.splitlines()
        )

    def test_start_commands_there_are(self):
        text = "".join(path.read_text("utf-8") for path in (DEPLOY / "systemd").glob("*.service"))
        named = set(re.findall(r"/opt/omos/bin/omos ([a-z-]+)", text))
        known = subprocess.check_output([Path(sys.executable).with_name("omos"), "--help"], text=True)

        assert named == {"init", "up", "backup"}
        assert [name for name in named if not re.search(rf"\b{name}\b", known)] == []


class TestInstall:
    @pytest.mark.parametrize("domain", ["", "-x", "a b", "a;b", "http://a.example"])
    def test_refuses_what_is_no_name(self, domain):
        done = subprocess.run(["sh", str(DEPLOY / "install.sh"), domain], check=False, capture_output=True, text=True)

        assert done.returncode == 2
        assert "Usage" in done.stderr

"""Prove the steps of the Dockerfile without a container engine: each stage is a clean Debian root by debootstrap.

sudo .venv/bin/python -m scripts.image [--keep FOLDER] [--base FOLDER] [--port 8790]

Every RUN runs in a chroot, every COPY copies what .dockerignore lets through; at the end the image's own command serves
as its own user, the health check must pass, the sign-in page must come, and a second start must find the same records.
"""

from __future__ import annotations

import argparse
import fnmatch
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
# Where a network looks into TLS, its authority is known to this machine and not to a clean root: lent for the building.
AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")
LENT = dict.fromkeys(("PIP_CERT", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"), "/tmp/authorities.pem")
QUIET = {"VOLUME", "EXPOSE", "LABEL"}


@dataclass(frozen=True)
class Step:
    """One instruction of the Dockerfile."""

    word: str
    rest: str


@dataclass
class Stage:
    """One stage while it is made: its root, its variables, and how it would be started."""

    root: Path
    variables: dict[str, str] = field(default_factory=dict)
    folder: str = "/"
    user: str = "root"
    command: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)


def steps_of(text: str) -> list[Step]:
    """The instructions of a Dockerfile, comments left out and continued lines joined."""
    joined = re.sub(r"\s*\\\n\s*", " ", "\n".join(line for line in text.splitlines() if not line.startswith("#")))
    parted = (line.strip().partition(" ") for line in joined.splitlines() if line.strip())
    return [Step(word.upper(), rest.strip()) for word, _space, rest in parted]


def lets_through(path: str, rules: list[str]) -> bool:
    """Whether a .dockerignore lets a file into the build; the last rule that fits decides."""
    is_in = True
    for rule in rules:
        pattern, wanted = (rule[1:], True) if rule.startswith("!") else (rule, False)
        if _fits(path, pattern):
            is_in = wanted
    return is_in


def _fits(path: str, pattern: str) -> bool:
    parts = path.split("/")
    heads = ["/".join(parts[: place + 1]) for place in range(len(parts))]
    if pattern.startswith("**/"):
        return any(fnmatch.fnmatch(part, pattern[3:]) for part in parts)
    return any(fnmatch.fnmatch(head, pattern) and head.count("/") == pattern.count("/") for head in heads)


class Builder:
    """Makes the stages one after the other below one folder."""

    def __init__(self, folder: Path, base: Path, arguments: dict[str, str]) -> None:
        self.folder, self.base, self.arguments = folder, base, arguments
        self.stages: dict[str, Stage] = {}
        self.stage: Stage | None = None
        self.rules = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and line[0] != "#"]

    def build(self, steps: list[Step]) -> Stage:
        """Make all stages; returns the last one."""
        for step in steps:
            print(f"--- {step.word} {step.rest}"[:110], flush=True)
            if step.word not in QUIET:
                getattr(self, f"do_{step.word.lower()}")(step.rest)
        return self.current

    @property
    def current(self) -> Stage:
        """The stage being made."""
        if self.stage is None:
            raise SystemExit("image: an instruction stands before the first FROM")
        return self.stage

    def do_arg(self, rest: str) -> None:
        """Take a build argument, or its default."""
        name, _sign, default = rest.partition("=")
        if self.stage is not None:
            self.stage.variables[name] = self.arguments.get(name, default)

    def do_from(self, rest: str) -> None:
        """Begin a stage with a fresh copy of the base."""
        words = rest.split()
        name = words[2] if len(words) == 3 else f"stage{len(self.stages)}"
        root = self.folder / name
        subprocess.run(["cp", "-a", "--reflink=auto", str(self.base), str(root)], check=True)
        shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
        shutil.copy(AUTHORITIES, inside(root, LENT["PIP_CERT"]))
        self.stage = self.stages[name] = Stage(root)

    def do_env(self, rest: str) -> None:
        """Set a variable for what follows and for the running image."""
        name, _sign, value = rest.partition("=")
        self.current.variables[name] = value

    def do_workdir(self, rest: str) -> None:
        """Go to a folder, made where it is missing."""
        self.current.folder = rest
        inside(self.current.root, rest).mkdir(parents=True, exist_ok=True)

    def do_user(self, rest: str) -> None:
        """Become somebody else."""
        self.current.user = rest

    def do_cmd(self, rest: str) -> None:
        """Remember how the image starts."""
        self.current.command = json.loads(rest)

    def do_healthcheck(self, rest: str) -> None:
        """Remember how the image is asked whether it is well."""
        self.current.health = json.loads(rest[rest.index("[") :])

    def do_copy(self, rest: str) -> None:
        """Copy from the project, as far as .dockerignore lets it, or from an earlier stage."""
        words = rest.split()
        source_root = ROOT
        if words[0].startswith("--from="):
            source_root = self.stages[words.pop(0).removeprefix("--from=")].root
        *sources, target = words
        place = inside(self.current.root, os.path.join(self.current.folder, target))
        for source in sources:
            path = inside(source_root, source) if source_root != ROOT else ROOT / source
            self._copy(path, place, is_folder=target.endswith("/"), is_project=source_root == ROOT)

    def _copy(self, source: Path, place: Path, *, is_folder: bool, is_project: bool) -> None:
        if source.is_dir():
            ignore = self._ignored if is_project else None
            shutil.copytree(source, place, symlinks=True, dirs_exist_ok=True, ignore=ignore)
            return
        if is_project and not lets_through(str(source.relative_to(ROOT)), self.rules):
            raise SystemExit(f"image: .dockerignore keeps {source.relative_to(ROOT)} out")
        (place if is_folder else place.parent).mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, place / source.name if is_folder else place)

    def _ignored(self, folder: str, names: list[str]) -> set[str]:
        place = Path(folder).relative_to(ROOT)
        return {name for name in names if not lets_through(str(place / name), self.rules)}

    def do_run(self, rest: str) -> None:
        """Run a command in the stage's root; the proof ends where it fails."""
        done = run_inside(self.current, ["sh", "-c", rest], LENT)
        if done.returncode:
            sys.stderr.write(done.stdout[-4000:])
            raise SystemExit(f"image: this failed: {rest}")


def inside(root: Path, path: str) -> Path:
    """A path as the stage sees it."""
    return root / path.lstrip("/")


def chrooted(stage: Stage, command: list[str], extra: dict[str, str] | None = None) -> list[str]:
    """The command as it runs inside the stage, with nothing of this machine's environment."""
    variables = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/tmp"}
    variables |= {name: value for name, value in stage.variables.items() if value} | (extra or {})
    become = [] if stage.user == "root" else [f"--userspec={stage.user}"]
    go = f"cd {shlex.quote(stage.folder)} && exec {shlex.join(command)}"
    pairs = [f"{name}={value}" for name, value in variables.items()]
    return ["chroot", *become, str(stage.root), "env", "-i", *pairs, "sh", "-c", go]


def run_inside(stage: Stage, command: list[str], extra: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run to the end, output kept."""
    return subprocess.run(
        chrooted(stage, command, extra), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )


def make_base(folder: Path) -> Path:
    """A clean Debian root."""
    print("--- debootstrap bookworm", flush=True)
    # Without a mirror debootstrap takes the one Debian names.
    mirror = filter(None, [os.environ.get("APT_MIRROR")])
    subprocess.run(
        ["debootstrap", "--variant=minbase", "bookworm", str(folder), *mirror], check=True, stdout=subprocess.DEVNULL
    )
    return folder


def prove(stage: Stage, port: int) -> list[str]:
    """Start the image twice; returns what was seen.

    The user's home is the only thing the image may write: everything else is looked at before and after.
    """
    seen = [_serve(stage, port)]
    key = inside(stage.root, "/var/lib/omos/secret_key").read_bytes()
    seen.append(_serve(stage, port))
    if inside(stage.root, "/var/lib/omos/secret_key").read_bytes() != key:
        raise SystemExit("image: the second start made another key")
    return seen


def _serve(stage: Stage, port: int) -> str:
    extra = {"OMOS_BIND": f"127.0.0.1:{port}"}
    started = time.monotonic()
    with tempfile.TemporaryFile("w+") as log:
        server = subprocess.Popen(chrooted(stage, stage.command, extra), stdout=log, stderr=log, start_new_session=True)
        try:
            _wait(stage, extra, server, started)
            seconds = time.monotonic() - started
            with urlopen(f"http://127.0.0.1:{port}/sign-in/", timeout=10) as answer:  # our own address
                page = answer.read().decode()
            if "ui/tokens.css" not in page or "OMOS" not in page:
                raise SystemExit("image: the sign-in page is not the one")
        except SystemExit:
            log.seek(0)
            sys.stderr.write(log.read()[-3000:])
            raise
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(20)
    return f"healthy after {seconds:.1f} s, sign-in page {len(page)} characters, stopped with {server.returncode}"


def _wait(stage: Stage, extra: dict[str, str], server: subprocess.Popen[bytes], started: float) -> None:
    while subprocess.run(chrooted(stage, stage.health, extra), check=False).returncode:
        if server.poll() is not None or time.monotonic() - started > 120:
            raise SystemExit("image: it never became healthy")
        time.sleep(0.5)


def size_of(root: Path) -> str:
    """How much a stage holds, in MB."""
    kept = subprocess.check_output(["du", "-sm", "--one-file-system", str(root)], text=True)
    return f"{kept.split()[0]} MB"


def main() -> int:
    """Build, start twice, say what was seen."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keep", type=Path, help="a new folder for the stages, kept afterwards")
    parser.add_argument("--base", type=Path, help="a clean Debian root that is there already")
    parser.add_argument("--port", type=int, default=8790)
    asked = parser.parse_args()
    if os.geteuid() or not shutil.which("debootstrap"):
        raise SystemExit("image: this needs root and debootstrap (apt install debootstrap)")
    started = time.monotonic()
    folder = asked.keep or Path(tempfile.mkdtemp(prefix="omos-image-"))
    folder.mkdir(parents=True, exist_ok=True)
    names = ("APT_MIRROR", "PIP_INDEX_URL", "NPM_REGISTRY")
    arguments = {name: os.environ[name] for name in names if os.environ.get(name)}
    try:
        base = asked.base or make_base(folder / "base")
        stage = Builder(folder, base, arguments).build(steps_of((ROOT / "Dockerfile").read_text()))
        for line in prove(stage, asked.port):
            print(line)
        print(f"image {size_of(stage.root)}, base {size_of(base)}, {time.monotonic() - started:.0f} s in all")
    finally:
        if not asked.keep:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

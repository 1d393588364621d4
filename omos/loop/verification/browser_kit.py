"""The browser helper as files: a bookmark with a line of script, and a small extension, its key inside."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from urllib.parse import quote, urlsplit

from django.utils.translation import gettext as _

FOLDER = Path(__file__).parent / "static" / "verification" / "helper"
FILES = ("popup.html", "popup.css", "popup.js")
VERSION = "1.0.0"
# So long a page is sent at most; longer ones are not read anyway.
MOST_CHARACTERS = 2_000_000
_ZIP_DAY = (2026, 1, 1, 0, 0, 0)


def bookmarklet(*, address: str, key: str) -> str:
    """The bookmark: it sends the page one looks at as a form into a tab of its own, and shows our answer there."""
    fields = (
        f"{{key:{json.dumps(key)},address:location.href,at:new Date().toISOString(),"
        f"html:document.documentElement.outerHTML.slice(0,{MOST_CHARACTERS})}}"
    )
    script = (
        "(()=>{const f=document.createElement('form');f.method='post';f.target='_blank';f.acceptCharset='utf-8';"
        f"f.action={json.dumps(address)};const d={fields};"
        "for(const n in d){const t=document.createElement('textarea');t.name=n;t.value=d[n];f.append(t)}"
        "f.hidden=true;document.body.append(f);f.submit();f.remove()})()"
    )
    return "javascript:" + quote(script, safe="()[]{}=>;,.:'!*/")


def extension(*, address: str, key: str) -> bytes:
    """The extension (manifest version 3) as a zip; all its code is inside, and it asks for one website: ours."""
    own = urlsplit(address)
    manifest = {
        "manifest_version": 3,
        "name": _("OMOS browser helper"),
        "version": VERSION,
        "description": _("Sends the search result page you look at to OMOS when you press it."),
        "permissions": ["activeTab", "scripting"],
        "host_permissions": [f"{own.scheme}://{own.hostname}/*"],
        "action": {"default_popup": "popup.html", "default_title": _("Send to OMOS")},
    }
    settings = {
        "address": address,
        "key": key,
        "most": MOST_CHARACTERS,
        "words": {"sending": _("Sending…"), "failed": _("OMOS did not answer. Are you in the same network?")},
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "manifest.json", _as_json(manifest))
        _add(archive, "settings.json", _as_json(settings))
        for name in FILES:
            _add(archive, name, (FOLDER / name).read_bytes())
    return packed.getvalue()


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(f"omos-helper/{name}", _ZIP_DAY), content, zipfile.ZIP_DEFLATED)


def _as_json(told: dict[str, object]) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1).encode()

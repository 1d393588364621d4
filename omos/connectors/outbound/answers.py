from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Redirect:
    """One step of the way: the URL that answered, its status, and where it pointed."""

    url: str
    status: int
    to: str

    @property
    def is_downgrade(self) -> bool:
        """True when a secure page pointed to an open one."""
        return self.url.startswith("https:") and self.to.startswith("http:")


@dataclass(frozen=True)
class Fetched:
    """What came back, whatever its status; the body is unpacked and at most ``max_bytes`` long."""

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    charset: str | None
    redirects: tuple[Redirect, ...]
    elapsed: float
    truncated: bool
    address: str | None

    def header(self, name: str) -> str | None:
        """The value of a header, repeated ones joined by a comma."""
        found = [value for key, value in self.headers if key == name.lower()]
        return ", ".join(found) if found else None

    @property
    def media_type(self) -> str:
        """The media type without parameters, lower case, empty when not told."""
        return (self.header("content-type") or "").split(";")[0].strip().lower()

    @property
    def is_downgraded(self) -> bool:
        return any(step.is_downgrade for step in self.redirects)

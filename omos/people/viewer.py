"""The viewer: who asks, frozen for one request or job."""

from __future__ import annotations

from dataclasses import dataclass, field

from omos.people.roles import Role


@dataclass(frozen=True)
class Viewer:
    """Who looks or acts: a signed-in person, or the system running a job."""

    user_id: int | None
    staff_id: int | None
    name: str
    position: str = ""
    roles: frozenset[Role] = field(default_factory=frozenset)
    department_id: int | None = None
    department_ids: frozenset[int] = field(default_factory=frozenset)
    tz: str = "Asia/Shanghai"
    language: str = "zh-hans"
    is_system: bool = False

    @classmethod
    def system(cls, job: str) -> Viewer:
        """The machine itself, named after the job it runs; sees everything."""
        return cls(user_id=None, staff_id=None, name=job, is_system=True)

    @classmethod
    def nobody(cls) -> Viewer:
        """Somebody not signed in; may see nothing."""
        return cls(user_id=None, staff_id=None, name="")

    @property
    def own_user_id(self) -> int:
        """The id of the signed-in user.

        :raises LookupError: for the machine and for somebody not signed in
        """
        if self.user_id is None:
            raise LookupError("nobody is signed in")
        return self.user_id

    @property
    def is_signed_in(self) -> bool:
        return self.user_id is not None

    @property
    def own_staff_id(self) -> int:
        """The viewer's staff entry; 0, which is nobody's, for users without one."""
        return self.staff_id or 0

"""The company and its websites."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from omos.people.models import Company, Website
from omos.people.trail import changes, record_action
from omos.people.viewer import Viewer


class CompanyRefused(Exception):
    """The company or website cannot be saved so; the message says why."""


@dataclass(frozen=True)
class CompanyDetails:
    """What the company page knows; without `scores_count_from` the trial goes on: seen, not counted (只看不罚)."""

    name: str
    short_name: str
    industry: str = ""
    time_zone: str = "Asia/Shanghai"
    scores_count_from: date | None = None
    is_demo: bool = False


@dataclass(frozen=True)
class WebsiteDetails:
    """A domain of the company and since when it is live."""

    domain: str
    name: str
    time_zone: str = "Asia/Shanghai"
    launched_on: date | None = None
    is_active: bool = True


@transaction.atomic
def save_company(*, details: CompanyDetails, row_version: int | None = None, actor: Viewer, now: datetime) -> None:
    """Save the one company; with `row_version`, only if nobody saved it since.

    :raises CompanyRefused: if somebody else saved it meanwhile
    """
    old = Company.objects.filter(pk=1).first()
    if old is None:
        Company.objects.create(pk=1, **asdict(details))
        record_action(
            "people.manage_company", actor=actor, subject=("people.company", 1), now=now, after=asdict(details)
        )
        return
    version = row_version if row_version is not None else old.row_version
    saved = Company.objects.filter(pk=1, row_version=version)
    # Nobody sets a demo up, so it has no first steps.
    until = None if details.is_demo else old.first_steps_until
    if not saved.update(**asdict(details), first_steps_until=until, row_version=F("row_version") + 1):
        raise CompanyRefused(_("Somebody else saved this page meanwhile. Look at it again, then save."))
    before, after = changes({name: getattr(old, name) for name in asdict(details)}, asdict(details))
    record_action(
        "people.manage_company", actor=actor, subject=("people.company", 1), now=now, before=before, after=after
    )


@transaction.atomic
def put_away_first_steps(*, actor: Viewer, now: datetime) -> None:
    """Take the first steps off the homes for good; a second press changes nothing."""
    if Company.objects.filter(pk=1, first_steps_until__isnull=False).update(first_steps_until=None):
        record_action("people.put_away_first_steps", actor=actor, subject=("people.company", 1), now=now)


@transaction.atomic
def save_website(*, details: WebsiteDetails, website_id: int | None = None, actor: Viewer, now: datetime) -> int:
    """Add a website or change one; returns its id.

    :raises CompanyRefused: if the domain is on the list already, or the website is gone
    """
    old = Website.objects.filter(pk=website_id).first() if website_id else None
    if website_id and old is None:
        raise CompanyRefused(_("This website is not on the list any more."))
    row = Website(pk=website_id, **asdict(details))
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as taken:
        raise CompanyRefused(_("%(domain)s is on the list already.") % {"domain": details.domain}) from taken
    before, after = changes({name: getattr(old, name, None) for name in asdict(details)}, asdict(details))
    subject = ("people.website", row.pk)
    record_action("people.manage_company", actor=actor, subject=subject, now=now, before=before, after=after)
    return row.pk

"""The demo house of the journeys, in a process of its own: loaded, given known passwords, looked at by the machine.

python -m tests.journeys.house DEED        (one of `DEEDS`, under the OMOS_* settings of that house)
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

PASSWORD = "walks-the-demo-2026"
DAYS = 30
ROLE = "people.roles"
# Somebody no other journey needs.
LEAVER = "江语桐"
# Five words nobody has written about yet, one article for each.
WORDS = ("焊烟净化器滤芯寿命", "木工除尘管道风速", "打磨台除尘改造", "脉冲阀膜片更换周期", "除尘灰斗防堵做法")


def prepare() -> dict[str, Any]:
    """Load the demo; everybody gets the same known password, the site on loopback becomes one of the company's."""
    from omos.demo.services import load
    from omos.people import services
    from omos.people.clock import now
    from omos.people.models import User

    load(actor=_system(), now=now(), days=DAYS)
    site = services.WebsiteDetails(domain="127.0.0.1", name="loopback")
    services.save_website(details=site, actor=_system(), now=now())
    for user in User.objects.filter(is_active=True):
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
    return {"people": User.objects.filter(is_active=True).count()}


def open_work() -> dict[str, Any]:
    """Five articles asked of the first editor today, each for a word of its own."""
    from omos.loop.keywords import services as keywords
    from omos.loop.work import queries, services
    from omos.people import queries as people
    from omos.people.clock import now, today

    lead, editor = people.viewer_of_staff(_person("林岚")), _person("陈思远")
    article = next(category for category in queries.categories() if category.code == "ARTICLE")
    drafts = [keywords.KeywordDraft(text=word, owner_id=editor.pk) for word in WORDS]
    words = [keywords.save_keyword(draft=draft, actor=lead, now=now()) for draft in drafts]
    work = services.AdHoc(
        staff_id=editor.pk,
        category_id=article.pk,
        quantity=len(WORDS),
        due_date=today(),
        keyword_ids=tuple(word.pk for word in words),
    )
    services.assign_ad_hoc(work=work, actor=lead, now=now())
    return {"words": len(words)}


def verify() -> dict[str, Any]:
    """One pass of the worker's checking job, and what became of the pieces on loopback."""
    from omos.loop.verification import queries
    from omos.loop.verification.jobs import verify_new_evidence
    from omos.loop.work.models import Evidence
    from omos.people.clock import now

    looked_at = verify_new_evidence(now=now())
    ours = Evidence.objects.filter(url__contains="127.0.0.1", withdrawn_at__isnull=True).order_by("id")
    verdicts = queries.verdicts_of(evidence_ids=[piece.pk for piece in ours])
    return {"looked_at": looked_at, "outcomes": {piece.url: verdicts[piece.pk].outcome for piece in ours}}


def count_reports() -> dict[str, Any]:
    """How often each person's daily report was submitted."""
    from omos.people.models import Action

    names = Action.objects.filter(verb="reports.write").values_list("actor_name", flat=True)
    return {"submissions": Counter(names)}


def holdings() -> dict[str, Any]:
    """How many things of each kind the one who leaves holds, and whether she may sign in.

    Her role is no thing: it came with the position, and nobody need take it over.
    """
    from omos.people import queries
    from omos.people.clock import today
    from omos.people.models import SignIn

    leaver = _person(LEAVER)
    held = queries.held_by(staff_id=leaver.pk, first=today())
    return {
        "things": {group.kind.code: len(group.things) for group in held if group.things and group.kind.code != ROLE},
        "may_sign_in": leaver.user.is_active,
        "sessions": SignIn.objects.filter(user=leaver.user, ended_at__isnull=True).count(),
        "left_on": str(leaver.left_on or ""),
    }


def _system() -> Any:
    from omos.people.viewer import Viewer

    return Viewer.system("journeys")


def _person(name: str) -> Any:
    from omos.people import queries

    return queries.staff_in_scope(viewer=_system(), verb="people.manage_staff").get(name=name)


DEEDS: dict[str, Callable[[], dict[str, Any]]] = {
    "prepare": prepare,
    "open-work": open_work,
    "verify": verify,
    "count-reports": count_reports,
    "holdings": holdings,
}


def main(name: str) -> None:
    """Do one thing and print what came of it as one line of JSON."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "omos.settings"
    django.setup()
    sys.stdout.write(json.dumps(DEEDS[name](), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])

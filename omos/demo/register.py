"""What the demo offers: the names of the sources its figures come from."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from omos.demo.sources import ADS, CUSTOMERS, ENGINES, HISTORY, SITE
from omos.loop.ledger.declare import SourcePage

SOURCE_PAGES = (
    SourcePage(HISTORY, _("Example history"), lambda _fact: ""),
    SourcePage(ADS, _("Example: reports of the ad platforms"), lambda _fact: ""),
    SourcePage(SITE, _("Example: website tracking"), lambda _fact: ""),
    SourcePage(CUSTOMERS, _("Example: customer centre"), lambda _fact: ""),
    SourcePage(ENGINES, _("Example: checks of the search engines"), lambda _fact: ""),
)

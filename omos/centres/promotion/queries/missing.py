"""What a person still has to choose before an upload can be booked."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from omos.centres.promotion.models import Upload
from omos.centres.promotion.own_channels import OWN_CHANNELS
from omos.centres.promotion.words import FIELDS
from omos.connectors.adreports.fields import Kind
from omos.connectors.adreports.reading import Reading


def missing_of(upload: Upload, reading: Reading) -> tuple[str, ...]:
    """What is missing, in words, the first thing first."""
    return tuple(_missing(upload, reading))


def _missing(upload: Upload, reading: Reading) -> Iterator[str]:
    yield from _missing_columns(upload, reading)
    if reading.needs_day:
        yield _("The table names no day; say which day it is about.")
    if reading.layout.kind is Kind.AD and not _has_channel(upload):
        yield _("Choose the channel these figures belong to.")
    if reading.currency and upload.exchange_rate is None:
        words = _("The amounts are in %(currency)s; say how many yuan one of them is.")
        yield words % {"currency": reading.currency}
    if not reading.rows:
        yield _("No row can be booked.")


def _missing_columns(upload: Upload, reading: Reading) -> Iterator[str]:
    for name in reading.layout.missing:
        # A channel chosen for the whole table stands for the column.
        if name != "channel" or upload.channel_id is None:
            yield _("Choose the column of: %(field)s") % {"field": FIELDS[name]}


def _has_channel(upload: Upload) -> bool:
    return upload.channel_id is not None or upload.platform in OWN_CHANNELS

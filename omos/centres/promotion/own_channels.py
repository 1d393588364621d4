"""Platforms whose channel not every company starts with: code → code and name of the channel they get."""

from __future__ import annotations

from typing import Final

# Names are data that a company may change, so they are stored in its language and not translated.
OWN_CHANNELS: Final = {
    "tencent": ("TENCENT_ADS", "广点通 / 腾讯广告"),
    "uc": ("UC_ADS", "UC 信息流"),
    "google": ("GOOGLE_ADS", "Google Ads"),
    "facebook": ("FACEBOOK_ADS", "Facebook"),
}

"""OMOS (网络营销运营系统): one closed loop, from month goal to verified work and back."""

__version__ = "0.1.0"

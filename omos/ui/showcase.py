"""Samples."""


def samples():
    return {}

"""网络回调: signed messages to any program that listens (Standard Webhooks).

In flows a letter, an address and a secret; out flows whether it was taken, and why not.
"""

"""Notices (消息): what people should know, by bell and by the channels they chose.

In: notices other rooms send.
Out: the bell, deliveries with visible state, preferences.
"""

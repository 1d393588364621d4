"""外联: the doors to the outside world, one folder per outside service.

In flows what a room wants to know (a page, a rank, an index); out flows a frozen answer or an error of the connector.
Every HTTP request passes ``outbound``, the one guarded client; nothing here knows Django or any room.
"""

"""Collector (采集): the fast door for tracker events, plain ASGI beside Django.

Stands here as a place-holder: it answers its paths plainly and keeps nothing.
In: requests below `/collect/`. Out: 204, so that a tracker set up early does no harm, and 404 for other paths.
"""

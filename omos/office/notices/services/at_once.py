"""A message that somebody wants sent now, whatever the hour the group keeps."""

from __future__ import annotations

from omos.connectors.outbound.delivering import Outcome
from omos.office.notices.models import Outgoing
from omos.office.notices.services.posting import Message, post_to_group
from omos.office.notices.services.sending import Sender, send_one


def send_at_once(*, robot_id: int, message: Message, dedupe_key: str, sender: Sender) -> Outcome | None:
    """Post a message and send it in the same breath, once per `dedupe_key`.

    None where it was told already, or where the robot's pace makes it wait for its turn.
    """
    if not post_to_group(robot_id=robot_id, message=message, dedupe_key=dedupe_key, now=sender.now):
        return None
    outgoing = Outgoing.objects.select_related("robot", "picture").get(robot_id=robot_id, dedupe_key=dedupe_key)
    return send_one(outgoing, outgoing.robot, sender) if outgoing.robot else None

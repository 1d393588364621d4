"""飞书: messages into a group by its robot.

In flows a letter, the robot's pasted address and its signing secret; out flows whether it was sent, and why not.
"""

"""企业微信: messages into a group by its robot.

In flows a letter and the robot's pasted address; out flows whether it was sent, and why not.
"""

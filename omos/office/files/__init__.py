"""Files (文件): uploads and proofs, kept under server-made names and handed out only to those who may see them.

In: uploaded files from any room.
Out: stored files by id, always as attachments.
"""

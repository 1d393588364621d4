"""Verification (核验): the machine looks at every piece of evidence and keeps the proof.

In: evidence from work, pages fetched through the guarded client.
Out: verdicts yes, no or unknown with reason and proof, facts of verified work, the verify desk.
"""

"""What an inbound text is: a stop word, a request in plain words, a machine's answer, or a reply.

`reading.read_text` is the door. Rules, not a model: each has a name and a reason, and shows the words that decided.
"""

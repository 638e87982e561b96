"""A week's roundup as a mail to the friends who want it.

`command.digest` is what `invoke digest` does. `render.py` builds the letter in a process of its
own, `mail.py` makes a message of it, `readers.py` finds on the cards who wants it, `smtp.py` sends
it with what `smtp_settings.py` reads, and `sent.py` remembers who has it.
"""

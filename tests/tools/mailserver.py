"""A real mail server on this machine, with the moods that real ones have."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult

__all__ = ["Mailbox", "serving"]


class Mailbox:
    """Takes mails, refuses some readers, hangs up on others: `mails` is what it has taken."""

    def __init__(self) -> None:
        self.mails: list[tuple[tuple[str, ...], bytes]] = []
        self.refused: set[str] = set()
        self.full_for: set[str] = set()
        # The reader, and when: at `rcpt`, at `data` before it is taken, at the `answer` to it.
        self.hangs_up_at: dict[str, str] = {}
        self.port = 0

    @property
    def readers(self) -> list[str]:
        """Who has got a mail, in order."""
        return [reader for readers, _ in self.mails for reader in readers]

    async def handle_RCPT(  # noqa: N802 (the library's name)
        self, server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if self.hangs_up_at.get(address) == "rcpt":
            server.transport.abort()
        elif address in self.refused:
            return "550 5.1.1 no such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 (the library's name)
        self, server: Any, _session: Any, envelope: Any
    ) -> str:
        (reader,) = envelope.rcpt_tos
        if reader in self.full_for:
            return "452 mailbox full"
        moment = self.hangs_up_at.get(reader)
        if moment != "data":
            self.mails.append((tuple(envelope.rcpt_tos), envelope.original_content))
        if moment in ("data", "answer"):
            server.transport.abort()
        return "250 OK"


@contextmanager
def serving(
    mailbox: Mailbox,
    *,
    tls: ssl.SSLContext | None = None,
    implicit: bool = False,
    password: str = "",
) -> Iterator[Mailbox]:
    """Run it on a free port of 127.0.0.1, with STARTTLS, TLS from the first byte, or none."""

    def check(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> Any:
        return AuthResult(success=data.password.decode() == password, handled=False)

    loop = asyncio.new_event_loop()

    def talk() -> SMTP:
        return SMTP(
            mailbox,
            hostname="mail.example",
            tls_context=None if implicit else tls,
            require_starttls=bool(tls and not implicit),
            authenticator=check if password else None,
            # It does not know that a line which is safe from the first byte is.
            auth_require_tls=not implicit,
            loop=loop,
        )

    server = loop.run_until_complete(
        loop.create_server(talk, "127.0.0.1", 0, ssl=tls if implicit else None)
    )
    mailbox.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def end() -> None:
        server.close()
        mine = asyncio.current_task()
        for task in asyncio.all_tasks():
            if task is not mine:
                task.cancel()
        await asyncio.sleep(0.05)

    try:
        yield mailbox
    finally:
        asyncio.run_coroutine_threadsafe(end(), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()

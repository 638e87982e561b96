"""Storage that speaks Amazon's S3: Amazon's own, or any other's by its address.

Who we are is boto3's own business: the environment, ~/.aws, or the machine itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from tools.console import Stop
from tools.extras import need

from .kinds import cache_control, content_type
from .plan import Difference, Plan, name_hash
from .target import MANIFEST, manifest_text, read_manifest

__all__ = ["S3Target"]

_SIDE_BY_SIDE = 8
# The most that S3 takes in one piece; only then is an ETag the MD5 of the content.
_LARGEST = 5 * 1024**3

_HINTS = {
    "NoSuchBucket": "make the bucket, or correct its name in DEPLOY",
    "AccessDenied": "allow your key s3:ListBucket, s3:GetObject, s3:PutObject and s3:DeleteObject",
    "InvalidAccessKeyId": "correct AWS_ACCESS_KEY_ID, or what stands in ~/.aws/credentials",
    "SignatureDoesNotMatch": "correct AWS_SECRET_ACCESS_KEY, or what stands in ~/.aws/credentials",
}
_KEYS = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or write ~/.aws/credentials"


class _Mark(msgspec.Struct, frozen=True):
    """A file as it was uploaded: a hash of its headers, its MD5, the ETag that it was given."""

    served: str = "-"
    md5: str = "-"
    tag: str = "-"

    @classmethod
    def of(cls, name: str, path: Path) -> _Mark:
        """The mark of a file of ours that is not uploaded yet."""
        headers = f"{content_type(name)}\n{cache_control(name)}".encode()
        md5 = hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
        return cls(hashlib.sha256(headers).hexdigest()[:8], md5)

    def __str__(self) -> str:
        return f"{self.served} {self.md5} {self.tag}"


def _unpacked(known: dict[str, str]) -> dict[str, _Mark]:
    return {key: _Mark(*(mark.split() + ["-"] * 3)[:3]) for key, mark in known.items()}


class S3Target:
    """A bucket, or what begins with `prefix` in one."""

    def __init__(self, bucket: str, prefix: str, endpoint: str = "") -> None:
        need("boto3", "s3")
        self._bucket, self._prefix = bucket, f"{prefix}/" if prefix else ""
        self._folder = Path()
        self._names: frozenset[str] = frozenset()
        self._tags: dict[str, str] = {}
        self._known: dict[str, _Mark] = {}
        self._files: dict[str, _Mark] = {}
        with self._speaking():
            self._client = _client(endpoint)

    def compare(self, folder: Path, names: Collection[str]) -> Difference:
        """List the bucket, and compare it by ETags and by what the last run noted."""
        self._folder, self._names = folder, frozenset(names)
        with self._speaking():
            self._tags = dict(self._list())
            if MANIFEST in self._tags:
                self._known = _unpacked(read_manifest(self._read(MANIFEST)))
        self._files = {name: _Mark.of(name, folder / name) for name in sorted(names)}
        there = self._tags.keys() - {MANIFEST}
        return Difference(
            new=self._names - there,
            changed=frozenset(name for name in self._names & there if not self._same(name)),
            extra=frozenset(there - self._names),
            ours=frozenset(self._known),
        )

    def carry_out(self, plan: Plan, step: Callable[..., object]) -> None:
        """Upload each step's files side by side, then delete."""
        # Ours before it is there: what a broken-off run has uploaded a later one may delete, and
        # need not upload again.
        first = {name_hash(name): self._before(name) for name in self._names}
        if not first.keys() <= self._known.keys():
            self._note(first | self._known)
        with self._speaking(), ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
            for one in plan.steps:
                _all(pool, partial(self._put, step), one.names)
            _all(pool, partial(self._delete, step), plan.deleted)
        # With the tags that the uploads were given.
        tagged = {
            name_hash(name): msgspec.structs.replace(mark, tag=self._tags[name])
            for name, mark in self._files.items()
        }
        if tagged != self._known:
            self._note(tagged)

    def _list(self) -> Iterator[tuple[str, str]]:
        pages = self._client.get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self._bucket, Prefix=self._prefix):
            for found in page.get("Contents", ()):
                yield found["Key"].removeprefix(self._prefix), found["ETag"].strip('"')

    def _read(self, name: str) -> bytes:
        return self._client.get_object(Bucket=self._bucket, Key=self._prefix + name)["Body"].read()

    def _same(self, name: str) -> bool:
        """Whether what is there is this file, served as it should be.

        An ETag is the content's MD5, except where the storage encrypts with keys of its own:
        then it must be what it was when this content was uploaded.
        """
        ours, noted, tag = self._files[name], self._known.get(name_hash(name)), self._tags[name]
        if noted is None or noted.served != ours.served:
            return False
        return tag == ours.md5 or (noted.tag == tag and noted.md5 == ours.md5)

    def _before(self, name: str) -> _Mark:
        """What is known of a file before its upload: of somebody else's there, nothing."""
        return _Mark() if name in self._tags else _Mark(served=self._files[name].served)

    def _put(self, step: Callable[..., object], name: str) -> None:
        path = self._folder / name
        if path.stat().st_size > _LARGEST:
            raise Stop(f"{name} is larger than 5 GB.", "put it somewhere else, and link to it")
        answer = self._client.put_object(
            Bucket=self._bucket,
            Key=self._prefix + name,
            Body=path.read_bytes(),
            ContentType=content_type(name),
            CacheControl=cache_control(name),
        )
        self._tags[name] = answer.get("ETag", "").strip('"')
        step()

    def _delete(self, step: Callable[..., object], name: str) -> None:
        self._client.delete_object(Bucket=self._bucket, Key=self._prefix + name)
        step()

    def _note(self, marks: dict[str, _Mark]) -> None:
        with self._speaking():
            self._client.put_object(
                Bucket=self._bucket,
                Key=self._prefix + MANIFEST,
                Body=manifest_text({key: str(mark) for key, mark in marks.items()}).encode(),
                ContentType="application/json",
                CacheControl="no-store",
            )
        self._known = marks

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        """Whatever boto3 raises is told in a sentence."""
        from boto3.exceptions import Boto3Error  # noqa: PLC0415
        from botocore import exceptions  # noqa: PLC0415 (S3 alone needs it)

        try:
            yield
        except exceptions.ClientError as error:
            told = error.response.get("Error", {})
            code = str(told.get("Code", ""))
            hint = _HINTS.get(code, "mend it and deploy again: what is done is not done twice")
            raise Stop(f"s3:{self._bucket}: {code}: {told.get('Message', '')}", hint) from error
        except exceptions.NoCredentialsError as error:
            raise Stop(f"s3:{self._bucket}: there is no key for it.", _KEYS) from error
        except (exceptions.BotoCoreError, Boto3Error, ValueError) as error:
            hint = "correct DEPLOY, DEPLOY_ENDPOINT or the key, or try again later"
            raise Stop(f"s3:{self._bucket}: {error}", hint) from error


def _client(endpoint: str) -> Any:
    import boto3  # noqa: PLC0415
    from botocore.config import Config  # noqa: PLC0415

    # Others than Amazon do not know the newer checksums.
    careful = {
        "request_checksum_calculation": "when_required",
        "response_checksum_validation": "when_required",
    }
    config = Config(
        max_pool_connections=_SIDE_BY_SIDE,
        retries={"mode": "standard"},
        connect_timeout=20,
        **(careful if endpoint else {}),
    )
    return boto3.session.Session().client("s3", endpoint_url=endpoint or None, config=config)


def _all(pool: ThreadPoolExecutor, work: Callable[[str], None], names: Collection[str]) -> None:
    """Do all of it before anything else is begun; after a failure nothing more is begun."""
    waiting = [pool.submit(work, name) for name in names]
    try:
        for one in waiting:
            one.result()
    finally:
        for one in waiting:
            one.cancel()

"""Deploying to moto's S3 server on this machine, whole or broken off."""

import os
import socket
import subprocess
import sys
import time

import pytest

boto3 = pytest.importorskip("boto3")
from botocore.exceptions import ClientError  # noqa: E402
from deploysite import broken_links, site_files  # noqa: E402

from tools.console import Stop  # noqa: E402
from tools.deploy import s3  # noqa: E402
from tools.deploy.s3 import S3Target  # noqa: E402


@pytest.fixture(scope="module")
def server():
    """The address of an S3 of our own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", f"-p{port}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(300):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait()


@pytest.fixture
def bucket(server, published, monkeypatch):
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nora")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
    published.conf(f"DEPLOY_ENDPOINT = {server!r}\n")
    published.to = "s3:site"
    return Bucket(boto3.client("s3", endpoint_url=server))


class Bucket:
    def __init__(self, client):
        self.client = client
        found = client.list_buckets()["Buckets"]
        for name in [bucket["Name"] for bucket in found]:
            for key in self.keys(name):
                client.delete_object(Bucket=name, Key=key)
            client.delete_bucket(Bucket=name)
        client.create_bucket(Bucket="site")

    def keys(self, name="site"):
        found = self.client.list_objects_v2(Bucket=name).get("Contents", ())
        return [one["Key"] for one in found]

    def files(self, prefix=""):
        """The texts below a prefix, but for our own list of them."""
        own = f"{prefix}.deployed.json"
        return {
            key.removeprefix(prefix): self.get(key)["Body"].read().decode()
            for key in self.keys()
            if key != own and key.startswith(prefix)
        }

    def get(self, key):
        return self.client.get_object(Bucket="site", Key=key)

    def put(self, key, text):
        self.client.put_object(Bucket="site", Key=key, Body=text.encode())


@pytest.fixture
def puts(monkeypatch):
    """What is asked of the storage; the call of the number `fail_at` fails."""
    calls = Calls()
    real = s3._client

    def client(endpoint):
        made = real(endpoint)
        made.meta.events.register("before-call.s3", calls.note)
        return made

    monkeypatch.setattr(s3, "_client", client)
    # In order, so that a number says where it broke off.
    monkeypatch.setattr(s3, "_SIDE_BY_SIDE", 1)
    return calls


class Calls:
    def __init__(self):
        self.made = []
        self.fail_at = 0

    def note(self, model, params, **_):
        if model.name not in ("PutObject", "DeleteObject"):
            return
        self.made.append((model.name, params["url_path"].lstrip("/")))
        if len(self.made) == self.fail_at:
            raise ClientError({"Error": {"Code": "SlowDown", "Message": "broke off"}}, model.name)


def test_the_site_arrives_with_types_and_caching(published, bucket):
    files = site_files(2) | {"feeds/posts.json": "{}", "calendar.ics": "BEGIN", "ä b.html": "ß"}
    published.publish(files)
    assert published.deploy() == 0
    assert bucket.files() == files
    page, feed = bucket.get("index.html"), bucket.get("feeds/posts.json")
    assert page["ContentType"] == "text/html; charset=utf-8"
    assert feed["ContentType"] == "application/feed+json; charset=utf-8"
    assert "max-age=300" in feed["CacheControl"]
    assert bucket.get("calendar.ics")["ContentType"] == "text/calendar; charset=utf-8"


def test_a_prefix_is_a_folder_of_its_own(published, bucket):
    bucket.put("other/index.html", "theirs")
    published.publish(site_files(1))
    published.deploy(to="s3:site/blog/nora/")
    assert bucket.files("blog/nora/") == site_files(1)
    assert bucket.files("other/") == {"index.html": "theirs"}


@pytest.mark.usefixtures("bucket")
def test_one_word_is_one_file(published, puts, capsys):
    published.publish(site_files(10))
    published.deploy()
    capsys.readouterr()
    puts.made.clear()
    published.deploy()
    assert "Nothing has changed." in capsys.readouterr().out
    assert puts.made == []
    published.publish(site_files(10) | {"posts/post-1/index.html": "another word"})
    published.deploy()
    assert puts.made == [("PutObject", "posts/post-1/index.html"), ("PutObject", ".deployed.json")]


@pytest.mark.usefixtures("bucket")
def test_new_before_old_and_deletions_last(published, puts):
    published.publish(site_files(3))
    published.deploy()
    puts.made.clear()
    published.publish(site_files(2, "another word") | {"css/new.css": "p {}"})
    published.deploy()
    order = [name for _, name in puts.made if name != ".deployed.json"]
    assert order[0] == "css/new.css"
    assert order[-2:] == ["images/post-2.png", "posts/post-2/index.html"]
    assert order.index("feeds/posts.atom.xml") > order.index("index.html")


def test_what_others_put_there_stays(published, bucket):
    bucket.put("webmail/index.html", "theirs")
    published.publish(site_files(3))
    published.deploy()
    published.publish(site_files(2))
    published.deploy()
    assert bucket.files() == site_files(2) | {"webmail/index.html": "theirs"}
    published.deploy(prune=True)
    assert bucket.files() == site_files(2)


def test_files_that_were_there_before_get_their_headers(published, bucket):
    for name, text in site_files(1).items():
        bucket.put(name, text)
    published.publish(site_files(1))
    published.deploy()
    assert bucket.get("index.html")["ContentType"] == "text/html; charset=utf-8"


def test_other_headers_are_a_change(published, bucket, puts, monkeypatch):
    published.publish(site_files(2))
    published.deploy()
    puts.made.clear()
    monkeypatch.setattr(s3, "cache_control", lambda name: "no-cache")
    published.deploy()
    assert len(puts.made) == len(site_files(2)) + 1
    assert bucket.get("index.html")["CacheControl"] == "no-cache"


@pytest.mark.usefixtures("bucket")
def test_where_the_etag_is_no_md5_only_what_changed_goes_up(published, puts, monkeypatch):
    """As with keys of the storage's own (SSE-KMS)."""
    real_list = S3Target._list
    monkeypatch.setattr(
        S3Target, "_list", lambda self: ((name, f"kms-{tag}") for name, tag in real_list(self))
    )
    real_client = s3._client

    def client(endpoint):
        made = real_client(endpoint)

        def encrypt(parsed, **_):
            parsed["ETag"] = f'"kms-{parsed["ETag"].strip(chr(34))}"'

        made.meta.events.register("after-call.s3.PutObject", encrypt)
        return made

    monkeypatch.setattr(s3, "_client", client)
    published.publish(site_files(3))
    published.deploy()
    puts.made.clear()
    published.deploy()
    assert puts.made == []


CALLS = 11


@pytest.mark.parametrize(
    "fail_at",
    [pytest.param(n, marks=[] if n in (3, 9) else pytest.mark.slow) for n in range(1, CALLS + 2)],
)
def test_wherever_it_breaks_off_every_link_works_and_the_next_run_finishes(
    published, bucket, puts, fail_at
):
    published.publish(site_files(3))
    published.deploy()
    after = site_files(2, "another word") | {"posts/new/index.html": '<a href="/">home</a>'}
    after["index.html"] += '<a href="/posts/new/">new</a>'
    published.publish(after)
    puts.made.clear()
    puts.fail_at = fail_at
    if fail_at > CALLS:
        published.deploy()
        assert len(puts.made) == CALLS
    else:
        with pytest.raises(Stop, match="broke off"):
            published.deploy()
    assert broken_links(bucket.files()) == set()
    done = {name for at, (_, name) in enumerate(puts.made, 1) if at != fail_at}
    done -= {".deployed.json"}
    puts.made.clear()
    puts.fail_at = 0
    published.deploy()
    assert bucket.files() == after
    # What was done is not done again.
    assert not done & {name for _, name in puts.made}


@pytest.mark.usefixtures("bucket")
def test_a_bucket_that_is_not_there_or_not_ours_is_told(published, monkeypatch):
    published.publish(site_files(1))
    with pytest.raises(Stop, match="NoSuchBucket") as stop:
        published.deploy(to="s3:nothing")
    assert "make the bucket" in str(stop.value)

    def denied(*_, **__):
        raise ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "PutObject")

    monkeypatch.setattr(S3Target, "_put", denied)
    with pytest.raises(Stop, match="AccessDenied") as stop:
        published.deploy()
    assert "s3:PutObject" in str(stop.value)


@pytest.mark.usefixtures("bucket")
def test_without_a_key_or_a_server_it_says_so(published, monkeypatch):
    published.publish(site_files(1))
    published.conf("DEPLOY_ENDPOINT = 'http://127.0.0.1:9'\n")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with pytest.raises(Stop, match=r"127\.0\.0\.1:9"):
        published.deploy(old=True)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with pytest.raises(Stop, match="no key") as stop:
        published.deploy(old=True)
    assert "AWS_ACCESS_KEY_ID" in str(stop.value)


def test_without_boto3_it_says_how_to_get_it(published, monkeypatch):
    import importlib.util

    published.publish(site_files(1))
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(sys, "prefix", "another environment")
    with pytest.raises(Stop, match="boto3") as stop:
        published.deploy(to="s3:site")
    assert "s3-requirements.txt" in str(stop.value)

"""A download is whole and the expected one, or a sentence; and it leaves nothing half in the cache."""

import errno
import hashlib
import io
import os
import zipfile
from pathlib import Path

import pytest
from stand_in import dripping, endless, redirect, send, silent, stand_in, truncated

from dlfund.core.errors import UserError
from dlfund.data import DataError
from dlfund.data.archive import check_zip
from dlfund.data.download import download, file_name

CONTENT = b"rows of numbers\n" * 5000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def zipped():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", CONTENT)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def address():
    zip_file = zipped()
    answers = {
        "/good.csv": CONTENT,
        "/good.zip": zip_file,
        "/broken.zip": zip_file[: len(zip_file) // 2],
        "/page.zip": b"<html>Please log in</html>",
        "/truncated.csv": truncated,
        "/endless.csv": endless,
        "/silent.csv": silent(0.4),
        "/dripping.csv": dripping,
        "/moved.csv": redirect("/good.csv"),
        "/to-a-file.csv": redirect("file:///etc/hostname"),
        "/to-ftp.csv": redirect("ftp://127.0.0.1/good.csv"),
        "/round.csv": redirect("/round.csv"),
        "/to-no-host.csv": redirect("http://[::1/good.csv"),
        "/no-length.csv": lambda handler: send(handler, CONTENT, "²"),
    }
    with stand_in(answers) as address:
        yield address


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache"


def test_a_good_file_is_kept_and_asked_for_once(address, cache, capsys):
    path = download(f"{address}/good.csv", cache, sha256=SHA256)
    assert path.read_bytes() == CONTENT
    assert capsys.readouterr().err == f"Downloading {address}/good.csv …\n"
    assert download(f"{address}/good.csv", cache, sha256=SHA256) == path
    assert capsys.readouterr().err == ""
    assert [file.name for file in cache.iterdir()] == [path.name]


def test_a_redirect_on_the_web_is_followed(address, cache):
    assert download(f"{address}/moved.csv", cache, sha256=SHA256).read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("missing.csv", {}, r"to send a file. Received: 404 Not Found. Try again later, or put the file at "),
        ("truncated.csv", {}, r"(Expected 20 bytes from .* Received: 10: the download stopped early)|IncompleteRead"),
        ("good.csv", {"sha256": "0" * 64}, r"to have the checksum 000000000000…. Received: .*not kept"),
        ("good.csv", {"limit": 1000}, r"Expected at most 1,000 bytes from .*. Received: 80000. It is not the file"),
        ("endless.csv", {"limit": 100_000}, r"Expected at most 100,000 bytes from .*. Received: more"),
        ("silent.csv", {"timeout": 0.1}, r"to answer. Received: nothing for 0.1 seconds"),
        ("dripping.csv", {"patience": 0.1}, r"within 0.1 seconds. It is too slow"),
        ("to-a-file.csv", {}, r"to send a file. Received: 302 .*'file:///etc/hostname' is not allowed"),
        ("to-ftp.csv", {}, r"Received: a redirect to ftp://.* which is not followed"),
        ("round.csv", {}, r"to send a file. Received: 302"),
        ("to-no-host.csv", {}, r"to answer. Received: Invalid IPv6 URL"),
        ("no-length.csv", {}, r"to answer. Received: "),
        ("broken.zip", {"check": check_zip}, r"Expected the download to be a zip file. It is not, or it is damaged"),
        ("page.zip", {"check": check_zip}, r"Expected the download to be a zip file. It is not, or it is damaged"),
    ],
)
def test_a_bad_answer_is_a_sentence_and_leaves_nothing(address, cache, name, options, message):
    with pytest.raises(DataError, match=message) as caught:
        download(f"{address}/{name}", cache, **options)
    assert f"{address}/{name}" in str(caught.value) or "zip" in name
    assert list(cache.iterdir()) == []


@pytest.mark.parametrize("url", ["file:///etc/hostname", "ftp://127.0.0.1/a.csv", "/etc/hostname"])
def test_only_the_web_is_asked(cache, url):
    with pytest.raises(DataError, match="to begin with https:// or http://"):
        download(url, cache)


def test_what_anyone_on_the_way_could_change_needs_a_checksum(cache):
    with pytest.raises(DataError, match=r"Expected https, or the sha256 of the file.*Write sha256 into schema.toml"):
        download("http://data.example/a.csv", cache)
    assert not cache.exists() or list(cache.iterdir()) == []


def test_no_network_is_a_sentence(cache):
    with stand_in({}) as address:
        gone = f"{address}/a.csv"
    with pytest.raises(DataError, match=r"to answer. Received: .*Connection refused.* Is this machine connected"):
        download(gone, cache)
    assert list(cache.iterdir()) == []


def test_without_a_known_checksum_the_first_download_holds(address, cache):
    path = download(f"{address}/good.zip", cache, check=check_zip)
    assert download(f"{address}/good.zip", cache) == path
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(DataError, match=r"to have the checksum .* was changed or is damaged. Delete it to download"):
        download(f"{address}/good.zip", cache)


def test_a_kept_file_is_verified_without_a_network(cache):
    url = "http://127.0.0.1:9/a.csv"
    cache.mkdir()
    path = cache / file_name(url)
    path.write_bytes(CONTENT)
    assert download(url, cache, sha256=SHA256) == path
    path.write_bytes(CONTENT[:-1])
    with pytest.raises(DataError, match=r"Expected .*a\.csv to have the checksum .*Delete it to download it again"):
        download(url, cache, sha256=SHA256)


def test_a_file_put_there_by_hand_is_checked_once_and_then_holds(cache):
    url = "http://127.0.0.1:9/a.zip"
    cache.mkdir()
    path = cache / file_name(url)
    path.write_bytes(CONTENT)
    with pytest.raises(DataError, match="Expected the download to be a zip file"):
        download(url, cache, check=check_zip)
    path.write_bytes(zipped())
    assert download(url, cache, check=check_zip) == path
    path.write_bytes(CONTENT)
    with pytest.raises(DataError, match="was changed or is damaged"):
        download(url, cache, check=check_zip)


def test_two_urls_never_share_a_place():
    names = {
        file_name(url) for url in ("http://a/x.csv", "http://b/x.csv", "http://a/x.csv?y", "http://a/", "http://a/..")
    }
    assert len(names) == 5
    assert all("/" not in name and Path(name).name == name for name in names)


def test_a_full_disk_is_a_sentence_about_the_cache(address, cache, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(
        UserError, match=r"Expected to write .*No space left on device. Free some space, .*DLFUND_CACHE"
    ):
        download(f"{address}/good.csv", cache)

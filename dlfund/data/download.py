"""Download a file once, verify it and keep it. A file in the cache is complete and is the expected one."""

from __future__ import annotations

import hashlib
import http.client
import re
import time
import tomllib
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from dlfund.core.atomic_write import atomic_write, remove_leftovers
from dlfund.core.quiet import tell
from dlfund.data.errors import DataError

SCHEMES = ("http", "https")
THIS_MACHINE = ("127.0.0.1", "::1", "localhost")
CHUNK = 1 << 16
ABANDONED = 3600.0  # seconds without a byte after which a download's file belongs to a process that was killed
FIX = "Free some space, or name another folder: DLFUND_CACHE=folder."


def option_files(load_py: str, option: str, cache: Path, check: Callable[[Path], None] | None = None) -> list[Path]:
    """The files of an option, each from the cache or its URL.

    `schema.toml` beside `load_py` lists them: `[[options.NAME.files]]` with url, sha256, limit and timeout as for
    `download`.
    """
    text = Path(load_py).with_name("schema.toml").read_text(encoding="utf-8")
    return [download(cache=cache, check=check, **file) for file in tomllib.loads(text)["options"][option]["files"]]


def download(
    url: str,
    cache: Path,
    *,
    sha256: str | None = None,
    limit: int = 100_000_000,
    timeout: float = 20.0,
    patience: float = 900.0,
    check: Callable[[Path], None] | None = None,
) -> Path:
    """The file behind `url`, from the cache if it is there.

    Args:
        cache: Path. The folder of downloads.
        sha256: str or None. The known checksum. None: that of the first download, which is kept.
        limit: int. Maximum size in bytes.
        timeout: float. Seconds without a byte after which the download fails.
        patience: float. Maximum number of seconds of the whole download.
        check: function of a Path that raises a DataError if the content can't be used; called before the file is kept.
    """
    _check_scheme(url, sha256)
    path = cache / file_name(url)
    noted = path.with_name(f"{path.name}.sha256")
    if path.exists():
        expected = sha256 or _read(noted)
        _verify_kept(path, expected)
        if expected is None and check is not None:  # the user put it there
            check(path)
    else:
        remove_leftovers(cache, unchanged_for=ABANDONED)
        with atomic_write(path, fix=FIX) as beside:
            tell(f"Downloading {url} …")
            by_hand = f"Try again later, or put the file at {path} yourself."
            with beside.open("wb") as file:
                for chunk in chunks(url, limit, timeout, patience, by_hand):
                    file.write(chunk)
            _verify_new(url, beside, sha256)
            if check is not None:
                check(beside)
    if sha256 is None and not noted.exists():
        with atomic_write(noted, fix=FIX) as beside:
            beside.write_text(f"{checksum_of(path)}\n", encoding="utf-8", newline="\n")
    return path


def _check_scheme(url: str, sha256: str | None) -> None:
    """Anyone on the way can change what http sends: it needs a checksum, except from this machine."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme not in SCHEMES:
        raise DataError(f"Expected the URL of a download to begin with https:// or http://. Received: {url!r}.")
    if parts.scheme == "http" and sha256 is None and parts.hostname not in THIS_MACHINE:
        raise DataError(
            "Expected https, or the sha256 of the file, which tells whether it was changed on its way. Received: "
            f"{url} without one. Write sha256 into schema.toml, or use https."
        )


def file_name(url: str) -> str:
    """The file name in a URL with a checksum of the whole URL, so that two URLs have different files in the cache."""
    last = urllib.parse.urlsplit(url).path.rsplit("/", 1)[-1]
    return f"{hashlib.sha256(url.encode()).hexdigest()[:8]}-{re.sub(r'[^A-Za-z0-9.+_-]', '_', last) or 'file'}"


def checksum_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class _SameKindOfRedirect(urllib.request.HTTPRedirectHandler):
    """Follows a redirect to http or https, but none from https to http, which would give up the encryption."""

    def http_error_302(self, req: Any, fp: Any, code: int, msg: str, headers: Any) -> Any:
        try:
            return super().http_error_302(req, fp, code, msg, headers)
        except ValueError:  # not followed, or to no address
            fp.close()
            raise

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302  # type: ignore[assignment]

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        scheme = urllib.parse.urlsplit(newurl).scheme
        if scheme not in SCHEMES or (req.type == "https" and scheme == "http"):
            raise DataError(
                f"Expected {req.full_url} to send the file or to redirect to another address on the web. "
                f"Received: a redirect to {newurl}, which is not followed."
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener() -> urllib.request.OpenerDirector:
    """Supports http and https and nothing else, so that no URL reads a file of this machine."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler,
        urllib.request.UnknownHandler,
        urllib.request.HTTPHandler,
        urllib.request.HTTPSHandler,
        urllib.request.HTTPDefaultErrorHandler,
        urllib.request.HTTPErrorProcessor,
        _SameKindOfRedirect,
    ):
        opener.add_handler(handler())
    return opener


def chunks(url: str, limit: int, timeout: float, patience: float, by_hand: str) -> Iterator[bytes]:
    """The bytes of `url` as they arrive. Every error of the network becomes a DataError."""
    request = urllib.request.Request(url, headers={"User-Agent": "dlfund", "Accept-Encoding": "identity"})  # noqa: S310
    end = time.monotonic() + patience
    try:
        with _opener().open(request, timeout=timeout) as response:
            for chunk in _within_limit(response, url, limit, by_hand):
                if time.monotonic() > end:
                    raise DataError(f"Expected all of {url} within {patience:g} seconds. It is too slow. {by_hand}")
                yield chunk
    except urllib.error.HTTPError as error:
        error.close()  # the error is the response, which holds the connection
        raise DataError(f"Expected {url} to send a file. Received: {error.code} {error.reason}. {by_hand}") from None
    except DataError:
        raise
    except (http.client.HTTPException, OSError, ValueError) as error:  # a ValueError: a host or a length that is none
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        answer = f"nothing for {timeout:g} seconds" if isinstance(reason, TimeoutError) else f"{reason or type(reason)}"
        raise DataError(
            f"Expected {url} to answer. Received: {answer}. Is this machine connected to the Internet? {by_hand}"
        ) from None


def _within_limit(response: Any, url: str, limit: int, by_hand: str) -> Iterator[bytes]:
    length = response.headers.get("Content-Length") or ""
    promised = int(length) if length.isdigit() else None
    received = 0
    too_big = DataError(
        f"Expected at most {limit:,} bytes from {url}. Received: {length or 'more'}. It is not the file that was there "
        "when this was written."
    )
    if promised is not None and promised > limit:
        raise too_big
    while chunk := response.read1(CHUNK):  # one read of the network: a slow server can't hide between two chunks
        received += len(chunk)
        if received > limit:
            raise too_big
        yield chunk
    if promised is not None and received != promised:
        raise DataError(
            f"Expected {promised:,} bytes from {url}. Received: {received:,}: the download stopped early. {by_hand}"
        )


def _verify_new(url: str, path: Path, sha256: str | None) -> None:
    checksum = checksum_of(path)
    if sha256 is not None and checksum != sha256:
        raise DataError(
            f"Expected {url} to have the checksum {sha256[:12]}…. Received: {checksum[:12]}…: it is not the "
            "file that this was written for, and is not kept. If its publisher announced a new version, write its "
            "sha256 into schema.toml."
        )


def _verify_kept(path: Path, expected: str | None) -> None:
    checksum = checksum_of(path)
    if expected is not None and checksum != expected:
        raise DataError(
            f"Expected {path} to have the checksum {expected[:12]}…. Received: {checksum[:12]}…: the file was changed "
            "or is damaged. Delete it to download it again."
        )


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8").strip() if path.exists() else None

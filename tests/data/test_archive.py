"""What an archive holds is read in memory, within limits, and never written where the archive says."""

import gzip
import io
import tarfile
import zipfile

import pytest

from dlfund.data import DataError
from dlfund.data.archive import check_zip, gunzip, tar_members, zip_member


def zip_bytes(files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.fixture
def archive(tmp_path):
    path = tmp_path / "outer.zip"
    path.write_bytes(zip_bytes({"inner.zip": zip_bytes({"a.csv": b"1;2"}), "../outside.csv": b"3", "big": b"0" * 5000}))
    return path


def test_a_zip_inside_a_zip_is_read(archive):
    assert zip_member(zip_member(archive, "inner.zip"), "a.csv") == b"1;2"


def test_a_path_that_leads_outside_is_only_a_name(archive, tmp_path):
    assert zip_member(archive, "../outside.csv") == b"3"
    assert [path.name for path in tmp_path.iterdir()] == ["outer.zip"]


def test_a_member_that_unpacks_to_more_than_it_may_is_refused(archive):
    assert archive.stat().st_size < 1000
    with pytest.raises(DataError, match=r"Expected 'big' to unpack to at most 4,999 bytes. Received: more"):
        zip_member(archive, "big", limit=4999)


def test_a_missing_member_is_a_sentence(archive):
    with pytest.raises(DataError, match=r"Expected 'b.csv' inside .*outer.zip. Received: inner.zip, "):
        zip_member(archive, "b.csv")


def test_a_broken_archive_is_a_sentence(archive, tmp_path):
    content = bytearray(archive.read_bytes())
    content[60] ^= 255  # inside the first member
    archive.write_bytes(content)
    with pytest.raises(DataError, match=r"Expected to unpack .*outer.zip. It is broken: .*Delete it"):
        zip_member(archive, "inner.zip")
    with pytest.raises(DataError, match="Expected the download to be a"):
        check_zip(archive)
    (tmp_path / "a.gz").write_bytes(gzip.compress(b"0" * 100)[:-9])
    with pytest.raises(DataError, match=r"Expected to unpack .*a.gz. It is broken"):
        gunzip(tmp_path / "a.gz")


def test_a_gz_file_is_read_within_its_limit(tmp_path):
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(b"0" * 100))
    assert gunzip(path) == b"0" * 100
    with pytest.raises(DataError, match="to unpack to at most 99 bytes"):
        gunzip(path, limit=99)


def test_a_tar_gives_the_files_of_one_folder(tmp_path):
    path = tmp_path / "a.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        for name, content in {"data/pos/1.txt": b"good", "data/neg/1.txt": b"bad", "data/pos/2.txt": b"fine"}.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
        link = tarfile.TarInfo("data/pos/3.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/hostname"
        tar.addfile(link)
    assert list(tar_members(path, "data/pos/")) == [("data/pos/1.txt", b"good"), ("data/pos/2.txt", b"fine")]
    with pytest.raises(DataError, match="at most 3 bytes"):
        list(tar_members(path, "data/pos/", limit=3))
    path.write_bytes(path.read_bytes()[:60])
    with pytest.raises(DataError, match=r"Expected to unpack .*a.tar.gz. It is broken"):
        list(tar_members(path, "data/pos/"))

"""Every option that is downloaded, against a server on this machine that serves small made files of the true format."""

import gzip
import hashlib
import io
import os
import shutil
import tarfile
import tomllib
import zipfile
from pathlib import Path

import numpy as np
import pytest
from stand_in import silent, stand_in, truncated

from dlfund.data import DataError, load_dataset, read_schema

FOLDER = Path(__file__).parents[2] / "datasets"


def zipped(files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def students(rows=12):
    """Two zip files, one in the other, and a table with semicolons and quoted words."""
    columns = read_schema(FOLDER / "student_pass_fail", "uci320_leak").columns
    lines = [";".join([*(column.name for column in columns), "G3"])]
    for row in range(rows):
        values = [str(row % 5) if column.role == "numeric" else f'"{column.name}{row % 2}"' for column in columns]
        lines.append(";".join([*values, str(8 + row % 4)]))  # 8, 9: failed; 10, 11: passed
    inner = zipped({"student-mat.csv": "\n".join(lines), "student-por.csv": "", "student.txt": ""})
    return [zipped({"student.zip": inner, ".student.zip_old": b""})]


def movielens():
    ratings = "userId,movieId,rating,timestamp\n1,1,4.0,964982703\n1,838,3.5,964981247\n2,26958,0.5,964982224\n"
    movies = "movieId,title,genres\n1,Toy Story (1995),Animation\n838,Emma (1996),Comedy\n26958,Emma (1996),Romance\n"
    return [zipped({"ml-latest-small/ratings.csv": ratings, "ml-latest-small/movies.csv": movies})]


def clothes(rows=20):
    images = np.arange(rows * 784, dtype=np.uint8).tobytes()
    labels = np.tile(np.arange(10, dtype=np.uint8), rows // 10).tobytes()

    def idx(content, *shape):
        return gzip.compress(bytes([0, 0, 8, len(shape)]) + np.array(shape, ">u4").tobytes() + content)

    return [idx(images, rows, 28, 28), idx(labels, rows)]


def imdb(each=3):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for part in ("test", "train"):
            for folder, word in (("neg", "awful"), ("pos", "great"), ("unsup", "unknown")):
                for number in reversed(range(each)):
                    content = f"A {word} film.<br /><br />Number {number} of {part}: café".encode()
                    info = tarfile.TarInfo(f"aclImdb/{part}/{folder}/{number}_7.txt")
                    info.size = len(content)
                    tar.addfile(info, io.BytesIO(content))
        info = tarfile.TarInfo("aclImdb/train/urls_pos.txt")
        tar.addfile(info, io.BytesIO(b""))
    return [buffer.getvalue()]


def taylor(days=6):
    lines = ["rownames,date,value"]
    lines += [
        f"{row + 1},2000-06-{5 + row // 48:02d}T{row % 48 // 2:02d}:{row % 2 * 30:02d}:00Z,{20_000 + row}"
        for row in range(48 * days)
    ]
    return ["\n".join(lines).encode()]


OPTIONS = {
    ("student_pass_fail", "uci320"): students,
    ("student_pass_fail", "uci320_leak"): students,
    ("ratings", "movielens"): movielens,
    ("mnist_5000", "fashion_mnist"): clothes,
    ("reviews", "imdb"): imdb,
    ("cooling_load", "taylor"): taylor,
}


@pytest.fixture
def stand_in_for(tmp_path, monkeypatch):
    """A function (name, option, answers, checksums of) -> folder of data sets in which the option comes from here."""
    monkeypatch.setenv("DLFUND_CACHE", str(tmp_path / "cache"))

    def prepare(name, option, address, files):
        folder = tmp_path / "datasets"
        shutil.copytree(FOLDER / name, folder / name)
        path = folder / name / "schema.toml"
        texts = path.read_text(encoding="utf-8")
        for number, file in enumerate(tomllib.loads(texts)["options"][option]["files"]):
            texts = texts.replace(f'url = "{file["url"]}"', f'url = "{address}/{number}"\ntimeout = 0.2')
            texts = texts.replace(file.get("sha256", "none"), hashlib.sha256(files[number]).hexdigest())
        path.write_text(texts, encoding="utf-8")
        return folder

    return prepare


def kept():
    cache = Path(os.environ["DLFUND_CACHE"])
    return [path.name for path in cache.iterdir()] if cache.exists() else []


def test_every_option_has_a_stand_in_here():
    options = {
        (path.parent.name, option)
        for path in FOLDER.glob("*/schema.toml")
        for option in tomllib.loads(path.read_text(encoding="utf-8")).get("options", {})
    }
    assert options == set(OPTIONS)


def test_every_download_is_encrypted_bounded_and_known_by_its_checksum():
    files = [
        (path.parent.name, file)
        for path in FOLDER.glob("*/schema.toml")
        for option in tomllib.loads(path.read_text(encoding="utf-8")).get("options", {}).values()
        for file in option["files"]
    ]
    assert len(files) > 5
    assert all(file["url"].startswith("https://") and file["limit"] > 0 for _, file in files)
    # The publisher of the students offers no version and no checksum, and nobody else keeps the archive as it is. The
    # first download is remembered and holds from then on; its table is checked column by column.
    assert {name for name, file in files if "sha256" not in file} == {"student_pass_fail"}


@pytest.mark.parametrize(("name", "option"), OPTIONS)
def test_a_good_answer_is_a_data_set_and_is_asked_for_once(name, option, stand_in_for):
    files = OPTIONS[name, option]()
    with stand_in({f"/{number}": content for number, content in enumerate(files)}) as address:
        folder = stand_in_for(name, option, address, files)
        first = load_dataset(name, option=option, folder=folder)
    again = load_dataset(name, option=option, folder=folder)  # the server is gone
    assert first.schema.sha256 == again.schema.sha256
    assert first.schema.title != load_dataset(name, folder=FOLDER).schema.title
    assert first.x.shape == (len(first), len(first.schema.columns))
    assert first.schema.best_possible == {}


def broken(content):
    """The right length, the wrong bytes in the middle and at the end."""
    middle = len(content) // 2
    return content[:middle] + bytes(255 - byte for byte in content[middle:])


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (broken, r"Expected the download to be|to have the checksum .*not kept"),
        (lambda _: truncated, "the download stopped early|broke off|IncompleteRead"),
        (lambda content: content + b"\n", r"to have the checksum .* is not kept"),
        (lambda _: silent(0.5), r"Received: nothing for 0.2 seconds"),
    ],
    ids=["broken", "truncated", "wrong checksum", "slow"],
)
@pytest.mark.parametrize(("name", "option"), OPTIONS)
def test_a_bad_answer_is_a_sentence_and_leaves_nothing(name, option, answer, message, stand_in_for, request):
    files = OPTIONS[name, option]()
    with stand_in({"/0": answer(files[0]), "/1": b"never asked for"}) as address:
        folder = stand_in_for(name, option, address, files)
        if "wrong checksum" in request.node.name and name == "student_pass_fail":
            state_checksum(folder / name / "schema.toml", files[0])
        with pytest.raises(DataError, match=message):
            load_dataset(name, option=option, folder=folder)
    assert kept() == []


def state_checksum(path, content):
    """Where no checksum is published, somebody may have written one into the schema."""
    line = f'limit = 1_000_000\nsha256 = "{hashlib.sha256(content).hexdigest()}"'
    path.write_text(path.read_text(encoding="utf-8").replace("limit = 1_000_000", line), encoding="utf-8")


@pytest.mark.parametrize("name, option", [("student_pass_fail", "uci320"), ("cooling_load", "taylor")])
def test_a_file_that_changed_since_its_first_download_is_refused(name, option, stand_in_for):
    files = OPTIONS[name, option]()
    with stand_in({"/0": files[0]}) as address:
        folder = stand_in_for(name, option, address, files)
        load_dataset(name, option=option, folder=folder)
    (path,) = (path for path in Path(os.environ["DLFUND_CACHE"]).iterdir() if path.suffix != ".sha256")
    path.write_bytes(files[0] + b"\n")
    with pytest.raises(DataError, match=r"was changed or is damaged. Delete it to download it again"):
        load_dataset(name, option=option, folder=folder)


def loaded(name, option, stand_in_for):
    files = OPTIONS[name, option]()
    with stand_in({f"/{number}": content for number, content in enumerate(files)}) as address:
        return load_dataset(name, option=option, folder=stand_in_for(name, option, address, files))


def test_students_pass_with_ten_and_the_grades_before_are_left_out(stand_in_for):
    dataset = loaded("student_pass_fail", "uci320", stand_in_for)
    assert dataset.y.tolist() == [0, 0, 1, 1] * 3
    assert not {"G1", "G2", "G3", "passed"} & set(dataset.x.columns)
    assert len(dataset.schema.columns) == 30


def test_the_leak_is_an_option_of_its_own(stand_in_for):
    dataset = loaded("student_pass_fail", "uci320_leak", stand_in_for)
    assert [*dataset.x.columns[-2:], len(dataset.x.columns)] == ["G1", "G2", 32]


def test_films_have_their_titles_and_two_of_one_title_stay_two(stand_in_for):
    dataset = loaded("ratings", "movielens", stand_in_for)
    assert dataset.x["film"].tolist() == ["Toy Story (1995)", "Emma (1996) #838", "Emma (1996) #26958"]
    assert dataset.x["person"].tolist() == ["person_1", "person_1", "person_2"]
    assert dataset.y.tolist() == [4.0, 3.5, 0.5]


def test_clothes_are_read_in_order(stand_in_for):
    dataset = loaded("mnist_5000", "fashion_mnist", stand_in_for)
    assert dataset.schema.shape == (28, 28, 1)
    assert dataset.y.tolist() == [*range(10)] * 2
    assert dataset.x.iloc[1, :3].tolist() == [(784 + column) % 256 for column in range(3)]


def test_labels_in_the_place_of_images_are_a_sentence(stand_in_for):
    _, labels = clothes()
    with stand_in({"/0": labels, "/1": labels}) as address:
        folder = stand_in_for("mnist_5000", "fashion_mnist", address, [labels, labels])
        with pytest.raises(
            DataError, match=r"Expected an IDX file of bytes with 3 dimensions. Received: 28 bytes that"
        ):
            load_dataset("mnist_5000", option="fashion_mnist", folder=folder)


def test_reviews_come_from_the_training_part_without_their_markup(stand_in_for):
    dataset = loaded("reviews", "imdb", stand_in_for)
    assert sorted(dataset.y.tolist()) == [0, 0, 0, 1, 1, 1]
    texts = dict(zip(dataset.x["review"], dataset.y, strict=True))
    assert texts["A great film.  Number 0 of train: café"] == 1
    assert texts["A awful film.  Number 2 of train: café"] == 0
    assert dataset.schema.text.length == 200


def test_demand_becomes_hours_and_each_step_is_a_day_older_than_it_seems(stand_in_for):
    dataset = loaded("cooling_load", "taylor", stand_in_for)
    hourly = (20_000 + np.arange(48 * 6).reshape(-1, 2).mean(axis=1)) / 1000
    assert len(dataset) == 6 * 24 - 71
    assert dataset.y == pytest.approx(hourly[71:])
    assert dataset.x["load_24h_ago"].to_numpy() == pytest.approx(hourly[47:-24])
    assert dataset.x["load_71h_ago"].to_numpy() == pytest.approx(hourly[:-71])
    assert dataset.schema.shape == (48, 4)
    # 5 June 2000 was a Monday: the sixth day is the first of the weekend
    assert dataset.x["weekend_0h_ago"].tolist() == [0] * (5 * 24 - 71) + [1] * 24
    assert dataset.x["hour_cos_0h_ago"].iloc[1] == pytest.approx(1)  # the 72nd hour begins the fourth day

"""As an option, real ratings of films: MovieLens "latest small" from GroupLens."""

import pandas as pd

from dlfund.data.archive import check_zip, csv_table, zip_member
from dlfund.data.download import option_files


def movielens(cache):
    (archive,) = option_files(__file__, "movielens", cache, check=check_zip)
    ratings = read(archive, "ratings.csv", ["userId", "movieId", "rating"])
    movies = read(archive, "movies.csv", ["movieId", "title"])
    # two films may share a title and a year; their numbers tell them apart
    same = movies["title"].duplicated(keep=False)
    movies.loc[same, "title"] += " #" + movies.loc[same, "movieId"].astype(str)
    film = ratings["movieId"].map(movies.set_index("movieId")["title"])
    person = "person_" + ratings["userId"].astype(str)
    return pd.DataFrame({"person": person, "film": film, "rating": ratings["rating"]})


def read(archive, name, columns):
    return csv_table(zip_member(archive, f"ml-latest-small/{name}"), name, columns)

"""The map of a generation: written beside its vectors when it is built, read when it is looked at.

map.npz holds the projection and a point for every chunk; map.vectors exists only while building.
"""

from dataclasses import dataclass
from io import BufferedWriter
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from vectorstore.embedding import Vectors
from vectorstore.errors import StoreError, to_rebuild
from vectorstore.projection import Points, Projection

_FILE = "map.npz"


@dataclass(frozen=True, slots=True)
class ChunkMap:
    """Where every chunk of a generation stands in the plane, and where a question would."""

    points: Points  # (chunks, 2), row i is chunk i
    projection: Projection


class MapWriter:
    """Takes a generation's vectors in batches, keeping them on the disk until all are known."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._aside = folder / "map.vectors"
        self._file: BufferedWriter = self._aside.open("wb")
        self._shape = (0, 0)

    def add(self, vectors: Vectors) -> None:
        """Take the vectors (n, dimension) of the next chunks."""
        self._file.write(np.ascontiguousarray(vectors, np.float32).tobytes())
        self._shape = (self._shape[0] + len(vectors), vectors.shape[1])

    def finish(self) -> None:
        """Fit the projection to all vectors, place them, and write the map."""
        self.close()
        if self._shape[0]:
            vectors: Vectors = np.memmap(self._aside, np.float32, "r", shape=self._shape)
        else:  # an empty file can't be mapped
            vectors = np.zeros(self._shape, np.float32)
        projection = Projection.fit(vectors)
        with (self._folder / _FILE).open("wb") as file:
            np.savez(
                file,
                points=projection.place(vectors),
                landmarks=projection.landmarks,
                anchors=projection.anchors,
                mean=projection.mean,
                axes=projection.axes,
            )
        del vectors
        self._aside.unlink()

    def close(self) -> None:
        """Let go of the file, finished or not."""
        self._file.close()


def read_map(folder: Path) -> ChunkMap:
    """The map of the generation in that folder.

    Raises:
        StoreError: there is none, as in a store made before there were maps, or it is damaged.
    """
    try:
        with np.load(folder / _FILE, allow_pickle=False) as found:
            points = found["points"]
            projection = Projection(
                *(found[name] for name in ("landmarks", "anchors", "mean", "axes"))
            )
    except FileNotFoundError:
        raise StoreError(
            f"the store in {folder} has no map yet: {to_rebuild(folder)} to draw it"
        ) from None
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise _damaged(folder, type(error).__name__) from None
    k, dimension = len(projection.landmarks), projection.mean.size
    shapes = [points.shape[1:], projection.landmarks.shape, projection.anchors.shape]
    if [*shapes, projection.axes.shape] != [(2,), (k, dimension), (k, 2), (2, dimension)]:
        raise _damaged(folder, "its parts don't fit together")
    return ChunkMap(points, projection)


def _damaged(folder: Path, why: str) -> StoreError:
    return StoreError(f"the map {folder / _FILE} is damaged ({why}): {to_rebuild(folder)}")

"""The file with the trained reader: arrays with few bits for each number, and the vocabulary.

A matrix is stored as integers of 6 or 8 bits with one scale for each output; four 6-bit numbers share three bytes.
`numpy.load` reads the file without executing anything in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from . import DamagedReader
from .arrays import Array, NDArray, np


@contextmanager
def shipped(file: Path) -> Iterator[None]:
    """Turn whatever is raised while a file of the package is read into one message that names the file.

    The checksums of the archive reveal a changed byte.

    Raises:
        DamagedReader: If the file is missing or damaged.
    """
    try:
        yield
    except Exception as error:  # a changed header can make numpy raise almost anything
        raise DamagedReader(f"{file} is missing or damaged: install prfaq-lint again") from error


class Rows:
    """A matrix whose rows are unpacked when they are looked up, because a draft has few of all the words.

    Args:
        packed: Its packed numbers; those of a row fill whole groups of three bytes.
        bits: The number of bits for each number.
        scales: The scale of each column.
    """

    def __init__(self, packed: NDArray[np.uint8], bits: int, scales: Array) -> None:
        self._packed = packed.reshape(-1, len(scales) * bits // 8)
        self._bits = bits
        self._scales = scales

    def __len__(self) -> int:
        return len(self._packed)

    def __getitem__(self, indices: Sequence[int] | NDArray[np.int_]) -> Array:
        """Return the rows with these indices."""
        return _unpack(self._packed[indices].reshape(-1), self._bits, self._scales)


def load(file: Path | BinaryIO) -> tuple[dict[str, Array], Rows, list[str]]:
    """Return the arrays by name, the word vectors, and the vocabulary in the order of the pieces' ids.

    Raises:
        ValueError: If `save` did not write the file.
        OSError: If the file cannot be read.
    """
    with np.load(file, allow_pickle=False) as stored:
        arrays: dict[str, Array] = {}
        words: Rows | None = None
        for name in stored.files:
            kind, _, rest = name.partition(":")
            if kind == "float":
                arrays[rest] = stored[name].astype(np.float32)
            elif kind == "bits":
                bits, _, key = rest.partition(":")
                scales = stored[f"scale:{key}"].astype(np.float32)
                if key == "word":
                    words = Rows(stored[name], int(bits), scales)
                else:
                    arrays[key] = _unpack(stored[name], int(bits), scales)
        vocabulary = bytes(stored["vocabulary"]).decode("utf-8").split("\n")
    if words is None:
        raise ValueError("no word vectors")
    return arrays, words, vocabulary


def save(file: Path, arrays: Mapping[str, Array], vocabulary: list[str], bits: Mapping[str, int]) -> None:
    """Write arrays and vocabulary.

    Args:
        file: The file to write.
        arrays: Name → array; a matrix has one column for each output, at least four.
        vocabulary: The pieces in the order of their ids.
        bits: Name → the number of bits for each number of a matrix, 6 or 8; other arrays are stored with 16.
    """
    words = np.frombuffer("\n".join(vocabulary).encode("utf-8"), dtype=np.uint8)
    np.savez(file, **{"vocabulary": words} | _stored(arrays, bits))


def add(file: Path, arrays: Mapping[str, Array], bits: Mapping[str, int]) -> None:
    """Add arrays to a file that `save` wrote, in place of those of the same names; all others stay as they are.

    Args:
        file: The file.
        arrays: As for `save`.
        bits: As for `save`.
    """
    with np.load(file, allow_pickle=False) as stored:
        kept = {key: stored[key] for key in stored.files if key.rpartition(":")[2] not in arrays}
    np.savez(file, **kept | _stored(arrays, bits))


def _stored(arrays: Mapping[str, Array], bits: Mapping[str, int]) -> dict[str, NDArray[Any]]:
    stored: dict[str, NDArray[Any]] = {}
    for name, array in arrays.items():
        if name in bits:
            stored[f"bits:{bits[name]}:{name}"], stored[f"scale:{name}"] = _pack(array, bits[name])
        else:
            stored[f"float:{name}"] = array.astype(np.float16)
    return stored


def bits_of(arrays: Mapping[str, Array], bits: int = 6, word_bits: int = 6) -> dict[str, int]:
    """Return how many bits the numbers of each matrix get: `bits` in the encoder, `word_bits` in the word vectors."""
    few = {name: bits for name in arrays if name[0].isdigit() and name.endswith("weight") and ".norm" not in name}
    heads = ("position", "answers1.weight", "asks1.weight", "verdict1.weight")
    return few | {"word": word_bits} | dict.fromkeys(heads, 8)


def _pack(array: Array, bits: int) -> tuple[NDArray[np.uint8], NDArray[np.float16]]:
    top = 2 ** (bits - 1) - 1
    scales = np.maximum(np.abs(array).max(0) / top, 1e-6).astype(np.float16)
    whole = np.clip(np.round(array / scales.astype(np.float32)), -top, top).astype(np.int16)
    unsigned = (whole + top).astype(np.uint8).reshape(-1)
    if bits == 8:
        return unsigned, scales
    four = np.pad(unsigned, (0, -len(unsigned) % 4)).reshape(-1, 4)
    packed = np.empty((len(four), 3), dtype=np.uint8)
    packed[:, 0] = four[:, 0] << 2 | four[:, 1] >> 4
    packed[:, 1] = four[:, 1] << 4 | four[:, 2] >> 2
    packed[:, 2] = four[:, 2] << 6 | four[:, 3]
    return packed.reshape(-1), scales


def _unpack(packed: NDArray[np.uint8], bits: int, scales: Array) -> Array:
    """Return a matrix with one column for each scale; the end of the last group of four numbers may be unused."""
    unsigned = packed if bits == 8 else _six_bits(packed)
    rows = len(unsigned) // len(scales)
    values = unsigned[: rows * len(scales)].reshape(rows, -1).astype(np.float32)
    values -= np.float32(2 ** (bits - 1) - 1)
    values *= scales
    return values


def _six_bits(packed: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the four numbers in each three bytes, which are read as the upper three of a four-byte number."""
    padded = np.append(packed, np.uint8(0))
    three = np.ndarray(len(packed) // 3, ">u4", padded, strides=(3,)).astype(np.uint32)
    four = three >> 26 | three >> 12 & 0x3F00 | three << 2 & 0x3F0000 | three << 16 & 0x3F000000
    return four.astype("<u4", copy=False).view(np.uint8)

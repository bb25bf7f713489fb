"""The file with the trained reader: arrays with few bits for each number, and the vocabulary.

A matrix is stored as integers of 6 or 8 bits with one scale for each output; four 6-bit numbers share three bytes.
`numpy.load` reads the file without executing anything in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

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


def load(file: Path | BinaryIO) -> tuple[dict[str, Array], list[str]]:
    """Return the arrays by name, and the vocabulary in the order of the pieces' ids.

    Raises:
        ValueError: If `save` did not write the file.
        OSError: If the file cannot be read.
    """
    with np.load(file, allow_pickle=False) as stored:
        arrays: dict[str, Array] = {}
        for name in stored.files:
            kind, _, rest = name.partition(":")
            if kind == "float":
                arrays[rest] = stored[name].astype(np.float32)
            elif kind == "bits":
                bits, _, key = rest.partition(":")
                scales = stored[f"scale:{key}"].astype(np.float32)
                arrays[key] = _unpack(stored[name], int(bits), tuple(stored[f"shape:{key}"]))
                arrays[key] *= scales
        vocabulary = bytes(stored["vocabulary"]).decode("utf-8").split("\n")
    return arrays, vocabulary


def save(file: Path, arrays: Mapping[str, Array], vocabulary: list[str], bits: Mapping[str, int]) -> None:
    """Write arrays and vocabulary.

    Args:
        file: The file to write.
        arrays: Name → array; a matrix has one column for each output.
        vocabulary: The pieces in the order of their ids.
        bits: Name → the number of bits for each number of a matrix, 6 or 8; other arrays are stored with 16.
    """
    stored: dict[str, NDArray[np.generic]] = {
        "vocabulary": np.frombuffer("\n".join(vocabulary).encode("utf-8"), dtype=np.uint8)
    }
    for name, array in arrays.items():
        if name in bits:
            packed, scales = _pack(array, bits[name])
            stored[f"bits:{bits[name]}:{name}"] = packed
            stored[f"scale:{name}"] = scales
            stored[f"shape:{name}"] = np.array(array.shape, dtype=np.int32)
        else:
            stored[f"float:{name}"] = array.astype(np.float16)
    np.savez(file, **stored)  # type: ignore[arg-type]


def bits_of(arrays: Mapping[str, Array], bits: int = 6, word_bits: int = 6) -> dict[str, int]:
    """Return how many bits the numbers of each matrix get: `bits` in the encoder, `word_bits` in the word vectors."""
    few = {name: bits for name in arrays if name[0].isdigit() and name.endswith("weight") and ".norm" not in name}
    heads = ("position", "answers1.weight", "asks1.weight", "verdict1.weight", "first1.weight")
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


def _unpack(packed: NDArray[np.uint8], bits: int, shape: tuple[int, ...]) -> Array:
    count = int(np.prod(shape))
    top = np.float32(2 ** (bits - 1) - 1)
    if bits == 8:
        unsigned = packed
    else:
        three = packed.reshape(-1, 3)
        four = np.empty((len(three), 4), dtype=np.uint8)
        four[:, 0] = three[:, 0] >> 2
        four[:, 1] = (three[:, 0] & 3) << 4 | three[:, 1] >> 4
        four[:, 2] = (three[:, 1] & 15) << 2 | three[:, 2] >> 6
        four[:, 3] = three[:, 2] & 63
        unsigned = four.reshape(-1)
    values = unsigned[:count].astype(np.float32)
    values -= top
    return values.reshape(shape)

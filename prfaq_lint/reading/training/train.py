"""Train the classifiers of sentences and of questions: `python prfaq_lint/reading/training/train.py`.

Reads the TSV files beside it, prints cross-validated figures, and writes `roles.weights` and `topics.weights` one folder up.
Needs scikit-learn (`pip install -e '.[train]'`), which the tool itself never imports.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import classification_report
from sklearn.model_selection import KFold, cross_val_predict

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2]))

from prfaq_lint.document.words import split  # noqa: E402
from prfaq_lint.reading import asking  # noqa: E402
from prfaq_lint.reading.model import FACETS  # noqa: E402
from prfaq_lint.reading.ngrams import features, written  # noqa: E402

PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})


def read(*patterns: str) -> list[list[str]]:
    rows = []
    for pattern in patterns:
        for path in sorted(HERE.glob(pattern)):
            with path.open(encoding="utf-8", newline="") as file:
                rows += [row for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row]
    return rows


def words_of(text: str) -> tuple[list[str], list[bool]]:
    plain = text.translate(PLAIN)
    words, starts = split(plain)
    return words, [plain[start].isupper() for start in starts]


def matrix(sentences: list[str], least: int):
    """Rows of word and word-pair features, scaled by the square root of their number; and the features' names."""
    parsed = [words_of(sentence) for sentence in sentences]
    counts = Counter(word for words, _ in parsed for word in set(words))
    known = frozenset(word for word, count in counts.items() if count >= 2)
    found = [list(dict.fromkeys(features(words, known, names))) for words, names in parsed]
    counts = Counter(feature for row in found for feature in row)
    names = sorted(
        feature for feature, count in counts.items() if count >= least or (" " not in feature and count >= 2)
    )
    return sparse(found, names), names


def sparse(found: list[list[str]], names: list[str]):
    """A row for each list of features, each feature that has a name weighted by the square root of their number."""
    from scipy.sparse import csr_matrix

    rows = {feature: index for index, feature in enumerate(names)}
    data, columns, starts = [], [], [0]
    for row in found:
        kept = [rows[feature] for feature in row if feature in rows]
        columns += kept
        data += [1 / max(1.0, len(kept) ** 0.5)] * len(kept)
        starts.append(len(columns))
    return csr_matrix((data, columns, starts), shape=(len(found), len(names)))


def save(
    name: str, names: list[str], labels: list[str], weights: np.ndarray, bias: np.ndarray, exclusive: bool
) -> None:
    scale = np.abs(weights).max() / 127
    path = HERE.parent / f"{name}.weights"
    rows = np.round(weights / scale).astype("int8").tobytes()
    path.write_bytes(written(labels, names, rows, float(scale), [float(value) for value in bias], exclusive))
    print(f"{path.name}: {len(names)} features, {path.stat().st_size // 1024} KiB")


def train_roles() -> None:
    rows = read("roles-*.tsv")
    labels = [row[0] for row in rows]
    x, names = matrix([row[1] for row in rows], least=2)
    model = LogisticRegression(C=12, max_iter=3000, class_weight="balanced")
    folds = KFold(5, shuffle=True, random_state=0)
    print(classification_report(labels, cross_val_predict(model, x, labels, cv=folds, n_jobs=2)))
    model.fit(x, labels)
    save("roles", names, list(model.classes_), model.coef_.T, model.intercept_, exclusive=True)


def train_topics() -> None:
    """The classifier of questions: a column for each facet, and one for who asks, which must not see the answer."""
    rows = read("topics-*.tsv")
    inside = [row[0] == asking.INSIDER for row in rows]
    found = [list(dict.fromkeys(asking.features(row[2], said))) for row, said in zip(rows, inside, strict=True)]
    counts = Counter(feature for row in found for feature in row)
    names = sorted(feature for feature, count in counts.items() if count >= 2)
    x = sparse(found, names)
    blind = sparse([[feature for feature in row if feature not in ("<inside>", "<outside>")] for row in found], names)
    folds = KFold(5, shuffle=True, random_state=0)
    weights, bias, total = [], [], np.zeros(3, dtype=int)
    for label in (*FACETS, asking.INSIDER):
        voice = label == asking.INSIDER
        truth = np.array(inside if voice else [label in row[1].split(",") for row in rows])
        data = blind if voice else x
        model = LogisticRegression(C=10 if voice else 20, solver="liblinear")
        guess = cross_val_predict(model, data, truth, cv=folds, method="predict_proba")[:, 1]
        guess = guess > (asking.SURE_OF_VOICE if voice else asking.SURE_OF_TOPIC)
        found_out = np.array([(guess & truth).sum(), (guess & ~truth).sum(), (~guess & truth).sum()])
        print("{:20} {:5} right {:5} wrong {:5} missed".format(label, *found_out))
        if not voice:
            total += found_out
        model.fit(data, truth)
        weights.append(model.coef_[0])
        bias.append(model.intercept_[0])
    print(f"facets: precision {total[0] / (total[0] + total[1]):.2f}, recall {total[0] / (total[0] + total[2]):.2f}")
    save("topics", names, [*FACETS, asking.INSIDER], np.array(weights).T, np.array(bias), exclusive=False)


if __name__ == "__main__":
    train_roles()
    train_topics()

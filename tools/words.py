"""Vectors of English and Thai words for `sonthana make words`, taught by a frozen sentence encoder.

In: the encoder all-MiniLM-L6-v2 (Apache-2.0; a folder with model.safetensors, tokenizer.json, vocab.txt), English
texts without labels, and parallel English and Thai texts. Out: a line a word, tab-separated: the word and its
numbers. An English word begins as the encoder's vector of it alone, as in model2vec; then the words of each text are
moved until their sum points where the encoder puts the text as a whole, as far as the texts say and no further. A
Thai word is what brings its sentences near their translations, by ridge regression. Needs numpy, scipy, tokenizers
and safetensors; nothing that ships needs it.

    python benches/peers/intents/cut.py DATA/intents rows banking77 hwu64 snips2017 clinc150 massive-en
    python tools/words.py --encoder MODEL --texts rows/*.train.jsonl --english massive-en/train.jsonl \
        --thai massive-th/train.jsonl massive-th-nospace/train.jsonl --sonthana target/release/sonthana -o words.tsv

The rows that benches/peers asks are not among the texts, so that what is measured on them was not seen here either.
"""

import argparse
import collections
import hashlib
import json
import pathlib
import re
import subprocess

import numpy as np
import scipy.sparse as sparse
from safetensors.numpy import load_file
from scipy.sparse.linalg import cg
from scipy.special import erf
from tokenizers import Tokenizer

WIDTH = 64
ENGLISH = 12_000
RIDGE = 2.0
# How far a word stays what it was: as if so many texts said so.
STAY = 2.0
STEPS = 200
# The length of an ordinary vector in the file.
LENGTH = 8.0


class Encoder:
    """BERT with mean pooling, in numpy."""

    def __init__(self, folder):
        weights = load_file(folder / "model.safetensors")
        self.weights = {name: array.astype(np.float32) for name, array in weights.items()}
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(64)

    def linear(self, x, name):
        return x @ self.weights[name + ".weight"].T + self.weights[name + ".bias"]

    def norm(self, x, name):
        x = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-12)
        return x * self.weights[name + ".weight"] + self.weights[name + ".bias"]

    def layer(self, x, at):
        batch, length, width = x.shape
        part = f"encoder.layer.{at}."
        heads = [
            self.linear(x, part + "attention.self." + name).reshape(batch, length, 12, 32).transpose(0, 2, 1, 3)
            for name in ("query", "key", "value")
        ]
        scores = heads[0] @ heads[1].transpose(0, 1, 3, 2) / np.sqrt(np.float32(32))
        shares = np.exp(scores - scores.max(-1, keepdims=True))
        shares /= shares.sum(-1, keepdims=True)
        context = (shares @ heads[2]).transpose(0, 2, 1, 3).reshape(batch, length, width)
        x = self.norm(x + self.linear(context, part + "attention.output.dense"), part + "attention.output.LayerNorm")
        inner = self.linear(x, part + "intermediate.dense")
        inner = inner * 0.5 * (1 + erf(inner / np.sqrt(np.float32(2))))
        return self.norm(x + self.linear(inner, part + "output.dense"), part + "output.LayerNorm")

    def encode(self, texts):
        tokens = [encoding.ids for encoding in self.tokenizer.encode_batch(texts)]
        out = np.zeros((len(texts), 384), np.float32)
        by_length = collections.defaultdict(list)
        for at, ids in enumerate(tokens):
            by_length[len(ids)].append(at)
        for length, members in by_length.items():
            for start in range(0, len(members), 256):
                chunk = members[start : start + 256]
                x = self.weights["embeddings.word_embeddings.weight"][[tokens[at] for at in chunk]]
                x = x + self.weights["embeddings.position_embeddings.weight"][:length]
                x = x + self.weights["embeddings.token_type_embeddings.weight"][0]
                x = self.norm(x, "embeddings.LayerNorm")
                for at in range(6):
                    x = self.layer(x, at)
                out[chunk] = x.mean(1)
        return out / np.linalg.norm(out, axis=1, keepdims=True)


def cached(encoder, texts, folder):
    """Encodes, or remembers what was encoded."""
    if folder is None:
        return encoder.encode(texts)
    path = folder / (hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16] + ".npy")
    if not path.exists():
        np.save(path, encoder.encode(texts))
    return np.load(path)


def texts_of(path):
    return [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines() if line.strip()]


def english_words(encoder, options):
    """The words said most in the texts, then those the encoder has; with their counts and vectors."""
    counts = collections.Counter()
    for path in options.texts:
        for text in texts_of(path):
            counts.update(re.findall(r"[a-z]+", text.lower()))
    vocabulary = (options.encoder / "vocab.txt").read_text("utf-8").split("\n")
    own = list(dict.fromkeys(word.strip() for word in vocabulary if re.fullmatch(r"[a-z]+[0-9]*", word.strip())))
    more = [word for word, count in counts.most_common() if count >= 2 and word not in set(own)]
    vectors = np.vstack([cached(encoder, own, options.cache), cached(encoder, more, options.cache)])
    words = own + more
    said = lambda word: counts[word] if counts[word] >= 2 else 0
    order = sorted(range(len(words)), key=lambda at: (-said(words[at]), at))[:ENGLISH]
    return [words[at] for at in order], np.array([counts[words[at]] for at in order], float), vectors[order]


def directions(x):
    return x / (np.linalg.norm(x, axis=1, keepdims=True) + 1e-9)


def taught(texts, targets, words, start):
    """The vectors whose sum over a text points where its target does: Adam on the cosine, all texts at each step."""
    number = {word: at for at, word in enumerate(words)}
    places = [[number[word] for word in re.findall(r"[a-z]+", text.lower()) if word in number] for text in texts]
    rows = np.repeat(np.arange(len(texts)), [len(inside) for inside in places])
    columns = np.concatenate([np.array(inside, int) for inside in places])
    shape = (len(texts), len(words))
    design = sparse.csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape)
    back = design.T.tocsr()
    vectors, first, second = start.copy(), np.zeros_like(start), np.zeros_like(start)
    for step in range(1, STEPS + 1):
        sums = design @ vectors
        length = np.linalg.norm(sums, axis=1, keepdims=True) + 1e-6
        ahead = sums / length
        cosine = (ahead * targets).sum(1, keepdims=True)
        slope = back @ ((cosine * ahead - targets) / length) + STAY * (vectors - start)
        first = 0.9 * first + 0.1 * slope
        second = 0.99 * second + 0.01 * slope * slope
        rate = 0.02 * (1 - 0.9 * step / STEPS)
        vectors -= rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    print(f"{len(texts)} texts, mean cosine {cosine.mean():.3f}")
    return vectors


def thai_words(options):
    """For each Thai text the number of its translation and its words."""
    rows = []
    for path in options.thai:
        texts = texts_of(path)
        lines = "".join(" ".join(text.split("\n")) + "\n" for text in texts)
        found = subprocess.run([options.sonthana, "tokenize", "-"], input=lines, capture_output=True, text=True, check=True)
        for at, line in enumerate(found.stdout.splitlines()):
            rows.append((at, [word for word in json.loads(line)["words"] if re.match("[\u0e00-\u0e7f]", word)]))
    return rows


def thai_vectors(rows, targets):
    """The vectors whose mean in a Thai text is nearest to the vector of its translation."""
    counts = collections.Counter(word for _, words in rows for word in words)
    known = [word for word, count in counts.most_common() if count >= 2]
    number = {word: at for at, word in enumerate(known)}
    row, column, value = [], [], []
    for at, (_, words) in enumerate(rows):
        inside = [number[word] for word in words if word in number]
        for word in inside:
            row.append(at)
            column.append(word)
            value.append(1 / np.sqrt(len(inside)))
    design = sparse.csr_matrix((value, (row, column)), shape=(len(rows), len(known)))
    goal = design.T @ targets[[at for at, _ in rows]]
    normal = (design.T @ design + RIDGE * sparse.eye(len(known))).tocsr()
    solve = lambda column: cg(normal, goal[:, column], rtol=1e-4, maxiter=200)[0]
    return known, np.stack([solve(column) for column in range(goal.shape[1])], 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoder", type=pathlib.Path, required=True)
    parser.add_argument("--texts", type=pathlib.Path, nargs="+", required=True)
    parser.add_argument("--english", type=pathlib.Path, required=True)
    parser.add_argument("--thai", type=pathlib.Path, nargs="+", required=True)
    parser.add_argument("--sonthana", required=True)
    parser.add_argument("--cache", type=pathlib.Path)
    parser.add_argument("-o", "--output", type=pathlib.Path, required=True)
    options = parser.parse_args()
    encoder = Encoder(options.encoder)
    words, counts, vectors = english_words(encoder, options)
    texts = [text for path in options.texts for text in texts_of(path)]
    sentences = cached(encoder, texts, options.cache)
    middle = sentences.mean(0)
    axes = np.linalg.eigh((sentences - middle).T @ (sentences - middle))[1].T[: -WIDTH - 1 : -1]
    # Frequent words say less.
    start = (vectors - vectors.mean(0)) @ axes.T * np.log(counts.sum() / (counts + 1))[:, None]
    start = (start / np.median(np.linalg.norm(start, axis=1))).astype(np.float32)
    english = taught(texts, directions((sentences - middle) @ axes.T), words, start)
    translated = cached(encoder, texts_of(options.english), options.cache)
    known, thai = thai_vectors(thai_words(options), directions((translated - middle) @ axes.T))
    thai *= np.median(np.linalg.norm(english, axis=1)) / np.median(np.linalg.norm(thai, axis=1))
    with options.output.open("w", encoding="utf-8") as out:
        for word, vector in zip(words + known, np.vstack([english, thai]) * LENGTH):
            out.write(word + "\t" + " ".join(f"{x:.4f}" for x in vector) + "\n")


if __name__ == "__main__":
    main()

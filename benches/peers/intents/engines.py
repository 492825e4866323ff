"""The engines that are called from Python, each the way its users call it.

An engine learns from texts and names, and answers with the best name and a number that grows with its
belief that the text is in scope at all. `ask` is the call that is timed: text in, the best intent out.
Imports stand inside the classes, so that nobody pays with memory for another.
"""

import os
import pickle
from pathlib import Path


def is_thai(text):
    return any("\u0e00" <= letter <= "\u0e7f" for letter in text)


class Sonthana:
    """`IntentModel` as it comes."""

    def train(self, texts, names):
        import sonthana

        self.model = sonthana.IntentModel.train(list(zip(texts, names)))

    def save(self, path):
        path.write_bytes(self.model.save())

    def load(self, path):
        import sonthana

        self.model = sonthana.IntentModel.load(path.read_bytes())

    def ask(self, text):
        return self.model.predict(text)

    def answer(self, text):
        return self.model.rank(text)[0].name, self.model.scope(text)


class LinearSVC:
    """scikit-learn: tf-idf of words and characters, a linear support vector machine."""

    def train(self, texts, names):
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.pipeline import make_pipeline, make_union
        from sklearn.svm import LinearSVC as Machine

        thai = sum(map(is_thai, texts)) * 2 > len(texts)
        words = {"tokenizer": newmm, "token_pattern": None} if thai else {}
        words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, **words)
        letters = TfidfVectorizer(analyzer="char" if thai else "char_wb", ngram_range=(2, 5), sublinear_tf=True)
        self.model = make_pipeline(make_union(words, letters), Machine()).fit(texts, names)

    def save(self, path):
        path.write_bytes(pickle.dumps(self.model))

    def load(self, path):
        self.model = pickle.loads(path.read_bytes())

    def ask(self, text):
        return self.model.predict([text])[0]

    def answer(self, text):
        margins = self.model.decision_function([text])[0]
        best = margins.argmax()
        return self.model.classes_[best], float(margins[best])


class FastText:
    """fastText: words, pairs of words and pieces of 2 to 5 letters; Thai is cut into words first."""

    def train(self, texts, names):
        import fasttext

        self.names = sorted(set(names))
        numbers = {name: number for number, name in enumerate(self.names)}
        path = Path("models") / "fasttext.txt"
        path.write_text("".join(f"__label__{numbers[name]} {line(text)}\n" for text, name in zip(texts, names)), "utf-8")
        self.model = fasttext.train_supervised(
            str(path), lr=0.5, epoch=epochs(len(texts)), wordNgrams=2, minn=2, maxn=5, bucket=200_000,
            thread=os.cpu_count(), verbose=0,
        )

    def save(self, path):
        self.model.save_model(str(path))
        Path(f"{path}.names").write_text("\n".join(self.names), "utf-8")

    def load(self, path):
        import fasttext

        self.model = fasttext.load_model(str(path))
        self.names = Path(f"{path}.names").read_text("utf-8").splitlines()

    def ask(self, text):
        return self.model.predict(line(text))

    def answer(self, text):
        labels, scores = self.model.predict(line(text))
        return self.names[int(labels[0].removeprefix("__label__"))], float(scores[0])


def epochs(rows):
    """Fifty, and more where rows are few: with fifty, 770 rows are not learned at all."""
    return min(500, max(50, 400_000 // rows))


def newmm(text):
    from pythainlp.tokenize import word_tokenize

    return word_tokenize(text, engine="newmm", keep_whitespace=False)


def line(text):
    """What fastText reads: one line, words parted by spaces."""
    text = " ".join(text.lower().split())
    return " ".join(newmm(text)) if is_thai(text) else text


ENGINES = {"sonthana": Sonthana, "fastText": FastText, "LinearSVC": LinearSVC}

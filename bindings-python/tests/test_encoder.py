"""A sentence encoder as further features: with one at SONTHANA_ENCODER in a build that can open it (`make
encoder` makes both), and the error that says what is missing without."""

import os
import pickle

import pytest
from sonthana import Encoder, IntentModel, SonthanaError

FOLDER = os.environ.get("SONTHANA_ENCODER")
EXAMPLES = [
    (f"{frame} {word}", name)
    for word, name in [("car", "drive"), ("ship", "sail"), ("bread", "eat")]
    for frame in ["i want a", "a", "my", "the", "want my", "i want the"]
]


def test_what_is_missing_is_said():
    with pytest.raises(SonthanaError) as refused:
        Encoder.open("no/model.onnx", "no/tokenizer.json", "no/library.so")
    assert refused.value.code == "encoder-library"
    assert "install" in str(refused.value)


@pytest.mark.skipif(FOLDER is None, reason="`make encoder` builds with the feature and runs this")
def test_an_encoder_knows_words_that_no_example_has():
    encoder = Encoder.open(f"{FOLDER}/model.onnx", f"{FOLDER}/tokenizer.json")
    assert encoder.width == 4 and len(encoder.encode(["a car", ""])) == 2
    model = IntentModel.train(EXAMPLES, encoder=encoder)
    assert model.rank("a zorvim")[0].name == "drive"
    assert IntentModel.load(model.save(), encoder).rank("my quelp") == model.rank("my quelp")
    for load in (IntentModel.load, lambda _: pickle.loads(pickle.dumps(model))):
        with pytest.raises(SonthanaError) as refused:
            load(model.save())
        assert refused.value.code == "encoder-missing"

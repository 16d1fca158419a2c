"""A short run of the whole way from nothing to a calibrated model, on a sample of the seeds."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from mamori_classifier.base_weights import find_base_file, read_base_model
from mamori_classifier.export import build_graph
from mamori_classifier.inference import OnnxClassifier
from mamori_classifier.labels import HEADS, LANGUAGES
from mamori_classifier.model import from_base, pad
from mamori_classifier.outliers import find_outliers
from mamori_classifier.retrain import main
from mamori_classifier.vocabulary import PAD_ID, SPECIALS, TextEncoder
from tokenizers import Tokenizer

OPTIONS = [
    "--layers",
    "0,11",
    "--frozen",
    "1",
    "--epochs",
    "1",
    "--share",
    "0.1",
    "--vocabulary",
    "14000",
    "--seed",
    "3",
]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    main([*OPTIONS, "--out", str(folder)])
    return folder


def test_a_run_leaves_a_model_a_tokenizer_a_profile_and_a_record(trained: Path) -> None:
    profile = json.loads((trained / "classifier.json").read_text("utf-8"))
    assert profile["heads"] == list(HEADS)
    assert set(profile["thresholds"]) == {"minimal", "standard", "strict"}
    record = json.loads((trained / "training.json").read_text("utf-8"))
    assert record["seed"] == 3
    assert record["averagePrecisionInt8"]["harmful"] > 0
    tokenizer = Tokenizer.from_file(str(trained / "tokenizer.json"))
    classifier = OnnxClassifier(trained / "classifier.onnx", TextEncoder(tokenizer))
    found = classifier.score(["Hello", "안녕하세요 " * 60], ["prompt", "response"])
    assert found.logits.shape == (2, len(HEADS))
    assert np.isfinite(found.logits).all()
    assert found.languages == ["en", "ko"]
    assert found.is_long.tolist() == [False, True]


def test_the_same_seed_gives_the_same_vocabulary_and_nearly_the_same_weights(trained: Path, tmp_path: Path) -> None:
    main([*OPTIONS, "--out", str(tmp_path)])
    assert (tmp_path / "tokenizer.json").read_bytes() == (trained / "tokenizer.json").read_bytes()
    first, second = (torch.load(folder / "classifier.pt") for folder in (trained, tmp_path))
    for name, values in first.items():
        assert torch.allclose(values, second[name], atol=1e-3), name


def test_no_text_can_spell_a_special_token(trained: Path) -> None:
    encoder = TextEncoder(Tokenizer.from_file(str(trained / "tokenizer.json")))
    (ids,) = encoder.encode_many(["<s> </s> <pad> <unk>"])
    assert not {0, 1, 2} & set(ids)
    assert len(SPECIALS) == len(LANGUAGES)


def test_the_float_graph_computes_what_pytorch_computes(tmp_path: Path) -> None:
    import onnx
    import onnxruntime

    base = read_base_model(find_base_file())
    kept = list(range(2_000))
    torch.manual_seed(0)
    model = from_base(base, kept, [0, 11]).eval()
    file = tmp_path / "float.onnx"
    sequences = [[0, 5, 17, 900, 2], [0, *range(100, 160), 2]]
    outliers = find_outliers(model, sequences)
    onnx.save(build_graph(model, base.word_nibbles[kept], base.word_scales[kept], outliers), file)
    batch = pad(sequences, PAD_ID)
    with torch.no_grad():
        expected = model(batch).numpy()
    session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
    feed = {"input_ids": batch.ids.int().numpy(), "attention_mask": batch.mask.int().numpy()}
    assert np.abs(session.run(None, feed)[0] - expected).max() < 1e-4

"""The files that WebLLM loads weights from."""

import hashlib
import json

import numpy as np
import pytest
from model_library import packing


def test_every_parameter_can_be_read_back_from_its_record(tmp_path):
    parameters = {"norm": np.arange(10, dtype=np.float32)}
    packing.add_linear(parameters, "linear", np.random.default_rng(0).standard_normal((4, 64)).astype(np.float32))
    packing.write_parameters(parameters, tmp_path)
    cache = json.loads((tmp_path / "tensor-cache.json").read_text())
    found = {}
    for shard in cache["records"]:
        data = (tmp_path / shard["dataPath"]).read_bytes()
        assert len(data) == shard["nbytes"]
        assert hashlib.md5(data).hexdigest() == shard["md5sum"]
        for record in shard["records"]:
            part = data[record["byteOffset"] : record["byteOffset"] + record["nbytes"]]
            found[record["name"]] = np.frombuffer(part, record["dtype"]).reshape(record["shape"])
    assert list(found) == ["norm", "linear.codes", "linear.affine"]
    for name, array in parameters.items():
        np.testing.assert_array_equal(found[name], array)
    assert cache["metadata"]["ParamSize"] == 3
    assert cache["metadata"]["ParamBytes"] == sum(array.nbytes for array in parameters.values())


@pytest.mark.parametrize(("bits", "second"), [(4, "token.affine"), (8, "token.scale")])
def test_an_embedding_is_stored_with_its_bits_a_code(bits, second):
    parameters = {}
    packing.add_embedding(parameters, np.ones((3, 64), np.float32), bits)
    assert list(parameters) == ["token.codes", second]
    assert parameters["token.codes"].shape == (3, 64 * bits // 32)


def test_a_shard_is_filled_to_the_limit_and_not_past_it(monkeypatch):
    monkeypatch.setattr(packing, "SHARD_LIMIT_BYTES", 100)
    sizes = {"a": 60, "b": 40, "c": 1, "d": 99, "e": 100}
    parameters = {name: np.zeros(size, np.uint8) for name, size in sizes.items()}
    assert packing.split_into_shards(parameters) == [["a", "b"], ["c", "d"], ["e"]]


def test_the_limit_is_32_mebibytes():
    assert packing.SHARD_LIMIT_BYTES == 33554432


def test_a_tensor_that_fits_no_shard_is_refused(monkeypatch):
    monkeypatch.setattr(packing, "SHARD_LIMIT_BYTES", 100)
    with pytest.raises(ValueError, match="at most 100"):
        packing.split_into_shards({"a": np.zeros(101, np.uint8)})


def test_the_same_parameters_give_the_same_bytes(tmp_path):
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        packing.write_parameters({"a": np.arange(7, dtype=np.float32)}, tmp_path / name)
    for path in (tmp_path / "first").iterdir():
        assert path.read_bytes() == (tmp_path / "second" / path.name).read_bytes()

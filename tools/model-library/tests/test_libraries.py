"""The compiled libraries fit their recipes and their recorded checksums."""

import hashlib

import pytest
from model_library.build import LIBRARIES
from model_library.recipe import MODEL_LIBRARY, load_recipe, model_ids


@pytest.mark.parametrize("model_id", model_ids())
def test_a_library_has_the_recorded_checksum(model_id):
    sums = dict(reversed(line.split("  ")) for line in (LIBRARIES / "SHA256SUMS").read_text().splitlines())
    assert hashlib.sha256((LIBRARIES / f"{model_id}.wasm").read_bytes()).hexdigest() == sums[f"{model_id}.wasm"]


@pytest.mark.parametrize("model_id", model_ids())
def test_a_library_was_compiled_for_the_shape_in_its_recipe(model_id):
    library = (LIBRARIES / f"{model_id}.wasm").read_bytes()
    shape = load_recipe(model_id).shape
    assert f'"context_window_size": {shape.context_window},'.encode() in library
    assert f'"prefill_chunk_size": {shape.prefill_chunk},'.encode() in library
    words = shape.hidden_size * shape.embedding_bits // 32
    assert f'"token.codes", "shape": [{shape.vocab_size}, {words}]'.encode() in library


@pytest.mark.parametrize("model_id", model_ids())
def test_a_library_holds_no_paths_of_the_machine_that_built_it(model_id):
    library = (LIBRARIES / f"{model_id}.wasm").read_bytes()
    for trace in (b"/home/", b"/root/", b"/tmp/", b"site-packages", bytes(MODEL_LIBRARY)):
        assert trace not in library

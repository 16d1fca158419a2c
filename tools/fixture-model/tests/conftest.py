"""The package and the tests' own modules are used from their folders, without being installed."""

import sys
from pathlib import Path

TESTS_DIR = Path(__file__).resolve().parent

sys.path[:0] = [str(TESTS_DIR.parent), str(TESTS_DIR)]

"""Memory of a simulated workgroup. See simt.py."""

import numpy as np

SENSELESS = 0x5A5A5A5A


class KernelError(Exception):
    """The kernel did what would be undefined or wrong on a GPU."""


class SharedMemory:
    """One array of a workgroup and, for each element, who read and who wrote it since the last barrier."""

    NOBODY, SEVERAL = -1, -2

    def __init__(self, shape: tuple[int, ...], dtype: str):
        self.values = fresh(shape, dtype)
        self.writer = np.full(shape, self.NOBODY)
        self.reader = np.full(shape, self.NOBODY)

    def barrier(self) -> None:
        self.writer[...] = self.NOBODY
        self.reader[...] = self.NOBODY

    def load(self, index: tuple, lanes: np.ndarray) -> None:
        writer = self.writer[index]
        if np.any((writer != self.NOBODY) & (writer != lanes)):
            raise KernelError("a thread reads what another wrote, with no barrier in between")
        known = self.reader[index]
        self.reader[index] = lanes
        shared = (known != self.NOBODY) & (known != lanes) | (self.reader[index] != lanes)
        self.reader[tuple(part[shared] for part in index)] = self.SEVERAL

    def load_one(self, index: tuple[int, ...], lanes: np.ndarray) -> None:
        """All the lanes read one and the same element."""
        writer = self.writer[index]
        if writer != self.NOBODY and (len(lanes) > 1 or writer != lanes[0]):
            raise KernelError("a thread reads what another wrote, with no barrier in between")
        if len(lanes) > 1 or self.reader[index] not in (self.NOBODY, lanes[0]):
            self.reader[index] = self.SEVERAL
        else:
            self.reader[index] = lanes[0]

    def store(self, index: tuple, lanes: np.ndarray) -> None:
        for other in (self.writer[index], self.reader[index]):
            if np.any((other != self.NOBODY) & (other != lanes)):
                raise KernelError("a thread overwrites what another uses, with no barrier in between")
        self.writer[index] = lanes
        if np.any(self.writer[index] != lanes):
            raise KernelError("two threads write to one place of shared memory")


def fresh(shape: tuple[int, ...], dtype: str) -> np.ndarray:
    return np.full(shape, np.nan if dtype.startswith("float") else SENSELESS, dtype)

"""Runs a GPU kernel on the CPU, from the very TIR that is compiled into the libraries.

All threads of a workgroup go through the statements together, each value an array over threads; a mask says which
threads take part. That alone would hide missing barriers, so shared memory remembers who touched what since the last
barrier: reading or writing what another thread wrote in between is an error, and so are a barrier that not every thread
reaches, an index out of bounds and two threads storing different values in one place. Fresh memory holds NaN or a
senseless integer, so a kernel that reads before it writes is found out.
"""

from collections.abc import Callable

import numpy as np
from simt_memory import KernelError, SharedMemory, fresh
from tvm import tirx

THREAD_BINDING = tirx.ForKind.THREAD_BINDING

BINARY = {
    "Add": np.add,
    "Sub": np.subtract,
    "Mul": np.multiply,
    "Div": np.divide,
    "FloorDiv": np.floor_divide,
    "FloorMod": np.mod,
    "Min": np.minimum,
    "Max": np.maximum,
    "EQ": np.equal,
    "NE": np.not_equal,
    "LT": np.less,
    "LE": np.less_equal,
    "GT": np.greater,
    "GE": np.greater_equal,
    "BitwiseAnd": np.bitwise_and,
    "BitwiseOr": np.bitwise_or,
    "BitwiseXor": np.bitwise_xor,
    "LShift": np.left_shift,
    "RShift": np.right_shift,
}
UNARY_CALLS = {"exp": np.exp, "exp2": np.exp2, "log2": np.log2, "rsqrt": lambda x: np.float32(1) / np.sqrt(x)}

Evaluate = Callable[["Workgroup", np.ndarray], np.ndarray]
Execute = Callable[["Workgroup", np.ndarray], None]


class Workgroup:
    """The state of the workgroup that runs: variables, registers and shared memory."""

    def __init__(self, variables: dict, arrays: dict):
        self.variables = variables
        self.arrays = dict(arrays)
        self.lanes = np.arange(1)


class Kernel:
    """A TIR function, turned once into Python closures."""

    def __init__(self, function: tirx.PrimFunc):
        self.function = function
        self.keys: dict = {}
        self.allocated: list = []
        self.body = self._statement(function.body)

    def _key(self, variable) -> int:
        """A number for a TVM variable, whose own hash and comparison take longer than a NumPy operation."""
        return self.keys.setdefault(variable, len(self.keys))

    def __call__(self, *arguments) -> None:
        """Runs all workgroups; arrays that the kernel writes are changed in place. Unused handles are given as None."""
        variables: dict = {}
        arrays: dict = {}
        for parameter, argument in zip(self.function.params, arguments, strict=True):
            if isinstance(argument, np.ndarray):
                self._bind_array(parameter, argument, variables)
                arrays[self._key(parameter)] = argument
            elif argument is not None:
                variables[self._key(parameter)] = np.dtype(str(parameter.ty.dtype)).type(argument)
        self.body(Workgroup(variables, arrays), np.ones(1, bool))

    def _bind_array(self, parameter, array: np.ndarray, variables: dict) -> None:
        assert array.dtype == str(parameter.dtype), f"{parameter} is {parameter.dtype}, not {array.dtype}"
        assert len(parameter.shape) == array.ndim, f"{parameter} has {len(parameter.shape)} dimensions"
        if isinstance(parameter.elem_offset, tirx.Var):
            variables[self._key(parameter.elem_offset)] = np.int32(0)
        for dimension, size in zip(parameter.shape, array.shape, strict=True):
            if isinstance(dimension, tirx.Var):
                known = variables.setdefault(self._key(dimension), np.int32(size))
                assert known == size, f"{parameter} disagrees on {dimension}"

    # Expressions

    def _expression(self, node) -> Evaluate:
        kind = type(node).__name__
        if kind in ("IntImm", "FloatImm", "int", "float", "bool"):
            dtype = str(node.ty.dtype) if hasattr(node, "ty") else "int32"
            constant = np.dtype(dtype).type(node.value if hasattr(node, "value") else node)
            return lambda group, mask: constant
        if kind == "Var":
            key = self._key(node)
            return lambda group, mask: group.variables[key]
        if kind in BINARY:
            operation, a, b = BINARY[kind], self._expression(node.a), self._expression(node.b)
            return lambda group, mask: operation(a(group, mask), b(group, mask))
        if kind in ("And", "Or"):
            return self._short_circuit(kind, self._expression(node.a), self._expression(node.b))
        if kind == "Cast":
            dtype, value = str(node.ty.dtype), self._expression(node.value)
            return lambda group, mask: np.asarray(value(group, mask)).astype(dtype)
        if kind == "TensorLoad":
            return self._load(node)
        if kind == "Call":
            return self._call(node)
        raise NotImplementedError(f"expression {kind}: {node}")

    @staticmethod
    def _short_circuit(kind: str, a: Evaluate, b: Evaluate) -> Evaluate:
        def evaluate(group, mask):
            left = np.broadcast_to(a(group, mask), mask.shape)
            right = np.broadcast_to(b(group, mask & (left if kind == "And" else ~left)), mask.shape)
            return left & right if kind == "And" else left | right

        return evaluate

    def _call(self, node) -> Evaluate:
        name = node.op.name.split(".")[-1]
        arguments = [self._expression(argument) for argument in node.args]
        if name in UNARY_CALLS:
            operation = UNARY_CALLS[name]
            return lambda group, mask: operation(arguments[0](group, mask))
        if name == "reinterpret":
            dtype = str(node.ty.dtype)
            return lambda group, mask: np.asarray(arguments[0](group, mask)).view(dtype)
        raise NotImplementedError(f"call {node.op.name}")

    def _indices(self, nodes) -> Callable:
        parts = [self._expression(node) for node in nodes]

        def evaluate(group, mask, shape):
            """Positions of the active threads, or plain integers if all threads mean the same element."""
            index = [part(group, mask) for part in parts]
            if all(np.ndim(position) == 0 for position in index):
                index = [int(position) for position in index]
            else:
                index = [np.broadcast_to(position, mask.shape)[mask] for position in index]
            for position, size in zip(index, shape, strict=True):
                if np.any(np.less(position, 0) | np.greater_equal(position, size)):
                    raise KernelError(f"index {np.min(position)}..{np.max(position)} of {size} elements")
            return tuple(index)

        return evaluate

    def _load(self, node) -> Evaluate:
        key, indices, scope = self._key(node.source), self._indices(node.indices), node.source.scope()

        def evaluate(group, mask):
            memory = group.arrays[key]
            values = memory.values if scope == "shared" else memory
            index = indices(group, mask, values.shape[1:] if scope == "local" else values.shape)
            if isinstance(index[0], int):
                if scope == "shared":
                    memory.load_one(index, group.lanes[mask])
                return values[:, *index] if scope == "local" else values[index]
            if scope == "local":
                index = (group.lanes[mask], *index)
            if scope == "shared":
                memory.load(index, group.lanes[mask])
            result = np.zeros(mask.shape, values.dtype)
            result[mask] = values[index]
            return result

        return evaluate

    # Statements

    def _statement(self, node) -> Execute:
        return getattr(self, f"_{type(node).__name__}")(node)

    def _SeqStmt(self, node) -> Execute:
        parts = [self._statement(part) for part in node.seq]

        def execute(group, mask):
            for part in parts:
                part(group, mask)

        return execute

    def _SBlockRealize(self, node) -> Execute:
        block = node.block
        self.allocated += list(block.alloc_buffers)
        variables = [self._key(iter_var.var) for iter_var in block.iter_vars]
        values = [self._expression(value) for value in node.iter_values]
        predicate, body = self._expression(node.predicate), self._statement(block.body)

        def execute(group, mask):
            mask = mask & np.broadcast_to(predicate(group, mask), mask.shape)
            for variable, value in zip(variables, values, strict=True):
                group.variables[variable] = value(group, mask)
            if mask.any():
                body(group, mask)

        return execute

    def _For(self, node) -> Execute:
        variable, extent, body = self._key(node.loop_var), self._expression(node.extent), self._statement(node.body)
        tag = node.thread_binding.thread_tag if node.kind == THREAD_BINDING else ""

        def start_threads(group, mask):
            group.lanes = np.arange(int(extent(group, mask)))
            for buffer in self.allocated:
                shape, dtype = tuple(int(size) for size in buffer.shape), str(buffer.dtype)
                is_shared = buffer.scope() == "shared"
                memory = SharedMemory(shape, dtype) if is_shared else fresh((len(group.lanes), *shape), dtype)
                group.arrays[self._key(buffer)] = memory
            group.variables[variable] = group.lanes.astype(np.int32)
            with np.errstate(all="ignore"):
                body(group, np.ones(len(group.lanes), bool))

        def loop(group, mask):
            count = np.broadcast_to(extent(group, mask), mask.shape)
            for i in range(int(count[mask].max(initial=0))):
                group.variables[variable] = np.int32(i)
                body(group, mask & (i < count))

        return start_threads if tag.startswith("threadIdx") else loop

    def _IfThenElse(self, node) -> Execute:
        condition, then = self._expression(node.condition), self._statement(node.then_case)
        otherwise = self._statement(node.else_case) if node.else_case is not None else None

        def execute(group, mask):
            holds = np.broadcast_to(condition(group, mask), mask.shape)
            if (mask & holds).any():
                then(group, mask & holds)
            if otherwise is not None and (mask & ~holds).any():
                otherwise(group, mask & ~holds)

        return execute

    def _BufferStore(self, node) -> Execute:
        buffer, indices, value = node.buffer, self._indices(node.indices), self._expression(node.value)
        key, scope = self._key(buffer), buffer.scope()

        def execute(group, mask):
            memory = group.arrays[key]
            values = memory.values if scope == "shared" else memory
            index = indices(group, mask, values.shape[1:] if scope == "local" else values.shape)
            new = np.broadcast_to(value(group, mask), mask.shape)[mask]
            if isinstance(index[0], int):
                index = tuple(np.full(len(new), position) for position in index)
            if scope == "local":
                index = (group.lanes[mask], *index)
            if scope == "shared":
                memory.store(index, group.lanes[mask])
            values[index] = new
            if scope != "local" and not np.array_equal(values[index], new, equal_nan=True):
                raise KernelError(f"two threads store different values in one place of {buffer.name}")

        return execute

    def _Evaluate(self, node) -> Execute:
        assert node.value.op.name.endswith("tvm_storage_sync"), node

        def barrier(group, mask):
            if not mask.all():
                raise KernelError("not every thread reaches a barrier")
            for buffer in self.allocated:
                if buffer.scope() == "shared":
                    group.arrays[self._key(buffer)].barrier()

        return barrier

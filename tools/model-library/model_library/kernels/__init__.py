"""GPU kernels, written for few shader modules, little code in each and little shared memory.

A browser compiles every module of a library before the first answer. On a software adapter that time grows with the
code and, above all, with shared memory, which is cleared element by element: about 0.3 ms for each. Loop variables have
names because WGSL refuses identifiers that begin with two underscores (and `shared` is a reserved word), and shared
memory is never read inside an `if` condition because WGSL takes that for non-uniform control flow.
"""

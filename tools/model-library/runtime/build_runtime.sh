#!/usr/bin/env bash
# Compiles TVM's WebGPU runtime to LLVM bitcode from the sources that the apache-tvm wheel ships. Needs emscripten.
# usage: build_runtime.sh OUTPUT_FOLDER FLAG...
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
cd "$1"
shift

folder_of() { python -c "import importlib.util as u, os; print(os.path.dirname(u.find_spec('$1').origin))"; }
tirx=$(folder_of tvm_tirx)

# The compiler's output names source files (in messages, and in the names of lambdas). Reached by these links, they have
# the same names on every machine.
ln -sfn "$here/shim" shim
ln -sfn "$here/js_support.cc" js_support.cc
ln -sfn "$(folder_of tvm)" tvm
ln -sfn "$(folder_of tvm_ffi)" tvm-ffi
mkdir -p include/tvm/support include/3rdparty
ln -sfn ../../tvm-ffi include/3rdparty/tvm-ffi
# Three stream headers are missing from the apache-tvm wheel and come from apache-tvm-tirx.
cp "$tirx"/include/tvm/support/{io,serializer,bytes_io}.h include/tvm/support/

# shim/empty comes first: its files take the place of sources that a chat does not need. The three folders without
# headers are there for includes that climb out of them.
search=(-Ishim/empty -Ishim/src/runtime -Ishim/src/runtime/vm -Ishim/web/emcc -Ishim/include)
search+=(-Iinclude -Itvm -Itvm/include -Itvm-ffi/include)

compile() { emcc "$@" "${search[@]}" -Wno-ignored-attributes -emit-llvm -c; }
compile "$@" -o wasm_runtime.bc tvm/web/emcc/wasm_runtime.cc &
compile "$@" -o webgpu_runtime.bc tvm/web/emcc/webgpu_runtime.cc
compile "$@" -o tvmjs_support.bc js_support.cc
wait %1

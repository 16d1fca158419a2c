// The FFI's own test functions are not part of a model library.

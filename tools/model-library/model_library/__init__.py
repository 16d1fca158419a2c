"""Compiles llama-architecture decoders for WebLLM and writes their weights in the format that WebLLM loads."""

"""Attention over the paged KV cache, for one conversation (batch size 1).

The argument lists are those with which vm.builtin.paged_attention_kv_cache_create (TVM 0.27) calls its three attention
functions; arguments for other uses (inline rotary embedding, several sequences) are accepted and not read. Scores are
in units of log2 (they are multiplied by log2 e), and so is `lse`, the log of the softmax's denominator, which TVM's
merge_state needs to join the attention over earlier turns with that over the new tokens.

q is (tokens, num_heads, head_dim); pages is (num_pages, 2, num_kv_heads, 16, head_dim) with keys at 0 and values at 1.
"""

import math

PAGE_SIZE = 16  # tokens in a page; WebLLM asks for this size
LOG2_E = math.log2(math.e)
LOWEST_SCORE = -5e4  # below any real score, and safe to subtract

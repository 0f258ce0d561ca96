"""llama.cpp's own server with a tiny model of random weights, made on the spot: `python -m tests.model.llama FOLDER`.

Prints its address and serves until its standard input is closed. What the model writes are words without sense; what is
real is the server, its tokens, its stream, its key.
"""

import sys
from pathlib import Path

KEY = "sk-of-the-tiny-model"
CONTEXT = 32_768
EMBEDDING, HEADS, LAYERS, FORWARD = 128, 4, 2, 256
WORDS = (
    "the radar interceptor missile site was is will be declared ready planned in of and to for by May June year "
    "Romania Poland Turkey Russia NATO system phase test against ten twenty limits range."
).split()
TEMPLATE = "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}assistant:"


def write_model(path: Path) -> None:
    """A model of the Llama kind with random weights (under 2 MB): its tokens are some words and, so that it can read
    anything, the 256 bytes; it writes words alone, and never ends by itself."""
    import gguf
    import numpy as np

    random = np.random.default_rng(7)
    kinds = gguf.TokenType
    tokens = [("<unk>", kinds.UNKNOWN), ("<s>", kinds.CONTROL), ("</s>", kinds.CONTROL)]
    tokens += [(f"<0x{byte:02X}>", kinds.BYTE) for byte in range(256)]
    first_word = len(tokens)
    tokens += [(f"\u2581{word}", kinds.NORMAL) for word in WORDS]

    def weights(*shape: int) -> "np.ndarray":
        return random.normal(0, 0.1, shape).astype(np.float32)

    file = gguf.GGUFWriter(path, "llama")
    file.add_context_length(CONTEXT)
    file.add_embedding_length(EMBEDDING)
    file.add_block_count(LAYERS)
    file.add_feed_forward_length(FORWARD)
    file.add_head_count(HEADS)
    file.add_layer_norm_rms_eps(1e-5)
    file.add_file_type(gguf.LlamaFileType.ALL_F32)
    file.add_tokenizer_model("llama")
    file.add_token_list([token for token, _ in tokens])
    file.add_token_scores([0.0] * len(tokens))
    file.add_token_types([kind for _, kind in tokens])
    file.add_unk_token_id(0)
    file.add_bos_token_id(1)
    file.add_eos_token_id(2)
    file.add_chat_template(TEMPLATE)
    file.add_tensor("token_embd.weight", weights(len(tokens), EMBEDDING))
    file.add_tensor("output_norm.weight", np.ones(EMBEDDING, np.float32))
    out = weights(len(tokens), EMBEDDING) * 20
    out[:first_word] = 0  # of no more weight than chance, where some word always has far more
    file.add_tensor("output.weight", out)
    for layer in range(LAYERS):
        for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
            file.add_tensor(f"blk.{layer}.{name}.weight", weights(EMBEDDING, EMBEDDING))
        for name in ("ffn_gate", "ffn_up"):
            file.add_tensor(f"blk.{layer}.{name}.weight", weights(FORWARD, EMBEDDING))
        file.add_tensor(f"blk.{layer}.ffn_down.weight", weights(EMBEDDING, FORWARD))
        for name in ("attn_norm", "ffn_norm"):
            file.add_tensor(f"blk.{layer}.{name}.weight", np.ones(EMBEDDING, np.float32))
    file.write_header_to_file()
    file.write_kv_data_to_file()
    file.write_tensors_to_file()
    file.close()


def main() -> None:
    """Serves the model in the folder that is named, until standard input ends."""
    import xllamacpp

    path = Path(sys.argv[1]) / "tiny.gguf"
    write_model(path)
    how = xllamacpp.CommonParams()
    how.model.path = str(path)
    how.hostnames = ["127.0.0.1"]
    how.port = 0
    how.api_keys = [KEY]
    how.n_ctx = CONTEXT
    how.n_parallel = 1
    how.cpuparams.n_threads = how.cpuparams_batch.n_threads = 1  # more wait for each other where others work too
    how.endpoint_slots = True
    how.fit_params = how.warmup = how.ui = False
    server = xllamacpp.Server(how)
    print(server.listening_address, flush=True)  # noqa: T201 - who began this reads it
    sys.stdin.read()


if __name__ == "__main__":
    main()

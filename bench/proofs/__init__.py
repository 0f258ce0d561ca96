"""Does the desk keep what it promises about who may see what? All of it: `python -m bench.proofs`."""

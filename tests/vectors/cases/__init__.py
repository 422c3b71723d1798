"""The cases of the trust core by what they are about; `build_ledger.py` writes them as files."""

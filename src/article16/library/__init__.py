"""Data packs: versioned, with sources and worked cases."""

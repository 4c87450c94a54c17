"""Data packs: instruments, curricula, standards. Versioned, with source, licence and worked cases."""

"""Writes about keys, by their occasion. What other rooms need stands here by name."""

from .cases import (
    destroy_case_key,
    name_worker,
    new_case_key,
    new_case_keys,
    new_restricted_case_key,
    restrict,
    unname_worker,
)

__all__ = [
    "destroy_case_key",
    "name_worker",
    "new_case_key",
    "new_case_keys",
    "new_restricted_case_key",
    "restrict",
    "unname_worker",
]

"""Pages about men."""

from .arriving import client_add, episode_add
from .people import client_close, client_opened, clients

__all__ = ["client_add", "client_close", "client_opened", "clients", "episode_add"]

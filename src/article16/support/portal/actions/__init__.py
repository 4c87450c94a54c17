"""What is done with links: made by her worker, used by her, and brought into her case."""

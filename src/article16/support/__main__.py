"""`python -m article16.support COMMAND`: the commands of this service, each in a process of its own."""

import gc
import sys

gc.disable()  # until everything is loaded there is nothing to collect, and looking takes a fifth of the start

from article16.common.service import main  # noqa: E402  because of the line above

if __name__ == "__main__":
    sys.exit(main("support", sys.argv[1:]))

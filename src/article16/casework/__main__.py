"""`python -m article16.casework COMMAND`: the commands of this service, each in a process of its own."""

import sys

from article16.common.service import main

if __name__ == "__main__":
    sys.exit(main("casework", sys.argv[1:]))

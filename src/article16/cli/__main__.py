import sys

from article16.cli import main

sys.exit(main(sys.argv[1:]))

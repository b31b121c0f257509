"""`python -m bprkit`: the command line, where the script is not on the path."""

from bprkit.cli import main

if __name__ == "__main__":
    main()

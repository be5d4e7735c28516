"""`python -m scopeminer` → the command line."""

from scopeminer.cli.main import main

if __name__ == "__main__":
    main()

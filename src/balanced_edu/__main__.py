"""The command without its name: ``python -m balanced_edu``."""

from balanced_edu.cli import main

if __name__ == "__main__":
    main()

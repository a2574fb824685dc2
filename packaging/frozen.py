"""Where a frozen build starts: the locked child where it is asked for, else the program."""

import sys

if __name__ == "__main__":
    if sys.argv[1:] == ["--child"]:
        from workbench.sandbox.child import main as child

        child()
    else:
        from workbench.__main__ import main

        sys.exit(main())

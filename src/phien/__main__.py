import sys

from phien.cli.main import main

sys.exit(main())

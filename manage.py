#!/usr/bin/env python
import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "salesops.settings")
    from django.core.management import execute_from_command_line

    from salesops.embedded import EmbeddedError
    from salesops.environment import WrongValue

    try:
        execute_from_command_line(sys.argv)
    except (WrongValue, EmbeddedError) as error:
        # The operator needs the sentence, not the way it took.
        sys.exit(str(error))

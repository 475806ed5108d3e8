"""What gunicorn serves: `gunicorn salesops.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "salesops.settings")
application = get_wsgi_application()

from salesops.checks import refuse_to_serve  # noqa: E402 (needs the settings)

refuse_to_serve()

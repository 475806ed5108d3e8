"""What gunicorn serves: `gunicorn salesops.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "salesops.settings")
application = get_wsgi_application()

import cn2an  # noqa: E402, F401 (loaded when first needed, which should not be in somebody's request)

from salesops.checks import refuse_to_serve  # noqa: E402 (needs the settings)

refuse_to_serve()

"""What gunicorn serves: `gunicorn salesops.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "salesops.settings")
application = get_wsgi_application()

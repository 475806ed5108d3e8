"""Static files with hashed names, the imports inside our own scripts included."""

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """Without the rewriting an imported module keeps its plain name and outlives a release in browser caches.

    Only js/ is ours: libraries of other packages import files that they do not ship.
    """

    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = (
        "js/*.js",
        HashedFilesMixin._js_module_import_aggregation_patterns[1],  # type: ignore[attr-defined]  # the stubs leave it out
    )

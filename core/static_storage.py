"""Static files with hashed names, the imports inside our scripts included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """Without this an imported module keeps its plain name and outlives a release in browser caches."""

    support_js_module_import_aggregation = True

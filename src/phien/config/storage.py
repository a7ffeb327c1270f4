"""Static files under names that change with their contents, ES module imports included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # WhiteNoise ships no types
    """Rewrites `import … from "./x.js"` too, so that modules need no import map and the policy no inline script."""

    support_js_module_import_aggregation = True

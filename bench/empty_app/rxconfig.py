"""The smallest Reflex application: what the portal is compared with."""

import reflex as rx

config = rx.Config(
    app_name="empty_app",
    telemetry_enabled=False,
    show_built_with_reflex=False,
    disable_plugins=[rx.plugins.SitemapPlugin],
)

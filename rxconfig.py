"""Reflex's configuration. What an installation may change is in portal/settings.py."""

import os

import reflex as rx

from portal.settings import settings

os.environ.setdefault("REFLEX_TELEMETRY_ENABLED", "false")
# The biggest legitimate message is a form; the default cap is a megabyte.
os.environ.setdefault("REFLEX_SOCKET_MAX_HTTP_BUFFER_SIZE", "65536")

config = rx.Config(
    app_name="portal",
    cors_allowed_origins=settings().origins,
    trusted_proxy_hops=settings().trusted_proxy_hops,
    show_built_with_reflex=False,
    telemetry_enabled=False,
    state_manager_mode="redis" if os.environ.get("REFLEX_REDIS_URL") else "memory",  # pyright: ignore
    disable_plugins=[rx.plugins.SitemapPlugin],
    default_color_mode="system",
)

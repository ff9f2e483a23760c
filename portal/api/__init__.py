"""HTTP routes beside the websocket: session cookie, exports, file intake, health."""

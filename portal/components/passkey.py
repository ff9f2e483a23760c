"""Asks the browser for a passkey, or to make one, as soon as there are options to do it with.

By a compiled hook: ``rx.call_script`` would need a content policy that allows ``eval``.
"""

from typing import Any

import reflex as rx
from reflex_base.components.component import field
from reflex_base.event import passthrough_event_spec
from reflex_base.utils.format import format_prop
from reflex_base.utils.imports import ImportVar
from reflex_components_core.base.fragment import Fragment

from portal.components.types import Handler

# Bytes travel as base64url. ``toJSON`` and ``parse…OptionsFromJSON`` would do all of this, where
# browsers have them: not all do yet.
_CONVERSIONS = """
const passkeyBytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const passkeyText = (buffer) =>
    btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""))
        .replace(/\\+/g, "-").replace(/\\//g, "_").replace(/=+$/, "");
const passkeyKnown = (list) =>
    list.map((known) => ({...known, id: passkeyBytes(known.id)}));
const passkeyOptions = (text) => {
    const options = JSON.parse(text);
    options.challenge = passkeyBytes(options.challenge);
    if (options.user) options.user.id = passkeyBytes(options.user.id);
    for (const name of ["excludeCredentials", "allowCredentials"])
        if (options[name]) options[name] = passkeyKnown(options[name]);
    return options;
};
const passkeyAnswer = (credential) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature",
        "userHandle"])
        if (credential.response[name]) response[name] = passkeyText(credential.response[name]);
    return JSON.stringify({
        id: credential.id, rawId: passkeyText(credential.rawId), type: credential.type, response,
    });
};
const passkeyAsk = async (verb, text, signal) => {
    if (!window.PublicKeyCredential) return ["", "Unsupported"];
    try {
        const publicKey = passkeyOptions(text);
        const credential = await navigator.credentials[verb]({publicKey, signal});
        return [passkeyAnswer(credential), ""];
    } catch (error) {
        return ["", error.name || "Error"];
    }
};
"""


class _Passkey(Fragment):
    """Shows nothing. ``verb``: the method of ``navigator.credentials`` that is called."""

    options: rx.Var[str]
    verb: rx.Var[str]

    on_answer: rx.EventHandler[passthrough_event_spec(str)] = field(
        doc="Called with what the passkey answered, as JSON."
    )
    on_failure: rx.EventHandler[passthrough_event_spec(str)] = field(
        doc="Called with the browser's word for why there is no answer."
    )

    def add_imports(self) -> dict[str, Any]:
        """See ``rx.Component``."""
        return {"react": [ImportVar(tag="useEffect")]}

    def add_custom_code(self) -> list[str]:
        """See ``rx.Component``."""
        return [_CONVERSIONS]

    def add_hooks(self) -> list[str | rx.Var]:
        """See ``rx.Component``. A page that is left, or asks anew, stops asking first."""
        answer, failure = (
            format_prop(self.event_triggers[name]) for name in ("on_answer", "on_failure")
        )
        return [
            f"""useEffect(() => {{
                if (!{self.options!s}) return;
                const asking = new AbortController();
                passkeyAsk({self.verb!s}, {self.options!s}, asking.signal).then(
                    ([answer, failure]) => {{
                        if (asking.signal.aborted) return;
                        if (answer) ({answer})(answer);
                        else ({failure})(failure);
                    }});
                return () => asking.abort();
            }}, [{self.options!s}]);"""
        ]

    def _exclude_props(self) -> list[str]:
        return [*super()._exclude_props(), "options", "verb", "on_answer", "on_failure"]


def passkey_get(options: rx.Var[str], on_answer: Handler, on_failure: Handler) -> rx.Component:
    """Have a passkey answer ``options`` (``services.passkeys.request_options``) once they come."""
    return _Passkey.create(options=options, verb="get", on_answer=on_answer, on_failure=on_failure)


def passkey_create(options: rx.Var[str], on_answer: Handler, on_failure: Handler) -> rx.Component:
    """Have a passkey made from ``options`` (``services.passkeys.creation_options``)."""
    return _Passkey.create(
        options=options, verb="create", on_answer=on_answer, on_failure=on_failure
    )

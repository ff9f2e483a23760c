"""Browsers as people recognise them: "Firefox sur Windows", somewhere in a range of addresses."""

import re
from ipaddress import IPv4Address, ip_address

UNKNOWN_DEVICE = "Appareil inconnu"

# The first that is found names it: others pretend to be Chrome or Safari too.
_BROWSERS = (
    ("Edge", r"\bEdg(?:e|A|iOS)?/"),
    ("Opera", r"\bOPR/|\bOpera\b"),
    ("Samsung Internet", r"\bSamsungBrowser/"),
    ("Vivaldi", r"\bVivaldi/"),
    ("Firefox", r"\bFirefox/|\bFxiOS/"),
    ("Chrome", r"\b(?:Headless)?Chrome/|\bCriOS/|\bChromium/"),
    ("Safari", r"\bSafari/"),
)
_SYSTEMS = (
    ("iPhone", r"\biPhone\b"),
    ("iPad", r"\biPad\b"),
    ("Android", r"\bAndroid\b"),
    ("ChromeOS", r"\bCrOS\b"),
    ("Windows", r"\bWindows\b"),
    ("Mac", r"\bMac OS X\b|\bMacintosh\b"),
    ("Linux", r"\bLinux\b|\bX11\b"),
)


def device_name(user_agent: str | None) -> str:
    """What a browser says it is, in words; whatever it says is only ever matched, never shown."""
    text = (user_agent or "")[:300]
    browser = _first(_BROWSERS, text)
    system = _first(_SYSTEMS, text)
    if browser and system:
        return f"{browser} sur {system}"
    return browser or system or UNKNOWN_DEVICE


def network_range(address: str | None) -> str:
    """The neighbourhood of a network address, such as 192.0.2.x: a place, not a person."""
    try:
        found = ip_address((address or "").partition("%")[0])
    except ValueError:
        return "inconnu"
    if not isinstance(found, IPv4Address):
        if found.ipv4_mapped is None:
            groups = found.exploded.split(":")[:3]
            return ":".join(group.lstrip("0") or "0" for group in groups) + ":x"
        found = found.ipv4_mapped
    return str(found).rpartition(".")[0] + ".x"


def _first(known: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for name, pattern in known if re.search(pattern, text)), "")

"""Network addresses as those whose tries are counted."""

from ipaddress import IPv4Address, IPv6Network, ip_address


def household(address: str) -> str:
    """What is counted of a network address: of IPv6 the /64, which one subscriber has whole."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(IPv6Network((found, 64), strict=False))

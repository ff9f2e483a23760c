"""The parts of a JPEG file, for the photographs inside of documents, which are not drawn anew."""

_START, _SCAN = b"\xff\xd8", 0xDA
_ALONE = {0x01, *range(0xD0, 0xD8)}  # markers without a length
# Notes and thumbnails: Exif, XMP, IPTC, comments. What decoding needs stays: JFIF, colours, Adobe.
_NOTES = {0xE1, *range(0xE3, 0xEE), 0xEF, 0xFE}


def without_notes(content: bytes) -> bytes:
    """``content`` without what says where and by whom it was taken; as it is if it is not JPEG."""
    if not content.startswith(_START):
        return content
    kept, place = [_START], len(_START)
    while place + 4 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if marker == _SCAN:
            break
        size = 0 if marker in _ALONE else int.from_bytes(content[place + 2 : place + 4], "big")
        if marker not in _NOTES:
            kept.append(content[place : place + 2 + size])
        place += 2 + size
    return b"".join(kept) + content[place:]

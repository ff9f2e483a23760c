"""Pictures: decoded, set upright, and drawn anew, so that nothing but the picture is left."""

import io
from contextlib import suppress

import pillow_heif
from PIL import Image, ImageCms, ImageOps

from portal.adapters.file_inspection.kinds import Kind
from portal.domain.file_refusals import FileNotTaken, Reason
from portal.domain.files_held import MediaType
from portal.services.ports import SafeFile

MOST_PIXELS = 50_000_000
# An A4 sheet at 400 points an inch; what is larger is made smaller.
LONGEST_SIDE = 5_000
_JPEG_QUALITY = 90
_MOST_PICTURES = 50  # that a HEIC file may hold beside the one that is shown

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
pillow_heif.register_heif_opener(thumbnails=False)
pillow_heif.options.DECODE_THREADS = 1
_SRGB = ImageCms.createProfile("sRGB")


def safe_picture(content: bytes, kind: Kind) -> SafeFile:
    """The picture drawn anew: PNG as PNG, the others as JPEG. Raises ``FileNotTaken``."""
    with Image.open(io.BytesIO(content), formats=[kind.value]) as source:
        _check(source, kind)
        source.draft(None, (LONGEST_SIDE, LONGEST_SIDE))  # decodes huge JPEG smaller at once
        source.load()
        picture = ImageOps.exif_transpose(source)
    picture = _in_srgb(picture)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    picture.info.clear()  # comments and profiles would be written again
    drawn = io.BytesIO()
    if kind is Kind.PNG:
        picture.save(drawn, "PNG")
        return SafeFile(drawn.getvalue(), MediaType.PNG)
    _on_white(picture).save(drawn, "JPEG", quality=_JPEG_QUALITY)
    return SafeFile(drawn.getvalue(), MediaType.JPEG)


def _check(source: Image.Image, kind: Kind) -> None:
    if source.width * source.height > MOST_PIXELS:
        raise FileNotTaken(Reason.TOO_MANY_PIXELS)
    pictures = getattr(source, "n_frames", 1)
    if kind is Kind.PNG and pictures > 1:
        raise FileNotTaken(Reason.ANIMATED)
    if pictures > _MOST_PICTURES:
        raise FileNotTaken(Reason.TOO_COMPLEX)


def _in_srgb(picture: Image.Image) -> Image.Image:
    """The picture in grey, RGB or RGBA, its colours those that every screen knows."""
    if picture.mode.startswith("I"):  # 16 bits of grey
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    if picture.mode in {"1", "L"}:
        return picture.convert("L")
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        colours = _by_profile(picture.convert("RGB"), picture.info.get("icc_profile"))
        colours.putalpha(picture.getchannel("A"))
        return colours
    if picture.mode == "P":
        profile = picture.info.get("icc_profile")
        return _by_profile(picture.convert("RGB"), profile)
    return _by_profile(picture, picture.info.get("icc_profile"))


def _by_profile(picture: Image.Image, profile: bytes | None) -> Image.Image:
    if profile and not (picture.mode == "RGB" and b"sRGB" in profile):
        with suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, own, _SRGB, outputMode="RGB")
            if converted is not None:
                return converted
    return picture.convert("RGB")


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture
    white = Image.new("RGB", picture.size, "white")
    white.paste(picture, mask=picture.getchannel("A"))
    return white

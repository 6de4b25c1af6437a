"""What a picture whose ground is transparent has to stand on, so that it can be seen by day and by night."""

from __future__ import annotations

import io

from PIL import Image

from octavo.document.picture import Picture

ON_LIGHT, ON_DARK = "on-light", "on-dark"
"""Classes of pictures that show on a light ground, or on a dark one, and not on the other."""
SAMPLE = 64
"""Pixels a side to which a picture is made small, to see how light its lines are."""
OPAQUE = 250
"""From this on, of 255, nothing of what lies behind is seen."""
LIGHT = 160
"""From this on, of 255, the lines of a picture are light on the whole, and would be lost on white paper."""


def ground_of(picture: Picture) -> str:
    """The class that a picture's transparent ground asks for; empty where it has a ground of its own.

    A drawing (SVG) is taken to be transparent and made for white paper, as nearly all are.
    """
    if picture.is_drawing:
        return ON_LIGHT
    with Image.open(io.BytesIO(picture.data)) as image:
        if not image.has_transparency_data:
            return ""
        pixels = image.convert("RGBA")
    alpha = pixels.getchannel("A")
    if min(alpha.tobytes()) >= OPAQUE:
        return ""
    small = pixels.convert("RGBa").resize((SAMPLE, SAMPLE), Image.Resampling.BOX)
    # In this mode colours are multiplied by alpha already, so that sums weigh each pixel by how much of it is seen.
    red, green, blue, seen = (sum(channel.tobytes()) for channel in small.split())
    lightness = 255 * (0.299 * red + 0.587 * green + 0.114 * blue) / seen if seen else 0
    return ON_DARK if lightness >= LIGHT else ON_LIGHT

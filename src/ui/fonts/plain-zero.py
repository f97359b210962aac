"""
Makes the files plain-zero-*: `pip install fonttools brotli`, then `python src/ui/fonts/plain-zero.py` after `npm ci`.

The typeface has one zero, with a slash, and no feature that takes it off. Its left lower and its right upper inside, which the slash leaves
whole, are mirrored into the others. Nothing but the zero is kept, of one width in tables and of its own in text, as in the typeface.
"""

from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

SOURCE = "node_modules/@fontsource/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-{}-normal.woff2"

# bottom, then up the left side; the right side, then up to the top
INSIDE = {
    400: ((324, 62), [(265, 62), (188, 126), (151, 248)], (151, 335), (497, 335), [(497, 401), (476, 502), (433, 572), (368, 608)], (324, 608)),
    700: ((330, 94), [(287, 94), (225, 143), (192, 250)], (192, 335), (468, 335), [(468, 382), (454, 467), (422, 535), (369, 575)], (330, 575)),
}

for weight, (bottom, low, left, right, high, top) in INSIDE.items():
    font = TTFont(SOURCE.format(weight))
    points, ends, are_on = font["glyf"]["zero"].getCoordinates(font["glyf"])
    outside = list(zip(points, are_on))[: ends[0] + 1]

    def mirrored(some):
        return [(2 * bottom[0] - x, y) for x, y in some]

    pen = TTGlyphPen(None)
    pen.moveTo(outside[0][0])
    curve = []
    for point, is_on in outside[1:] + outside[:1]:
        curve.append(point)
        if is_on:
            pen.qCurveTo(*curve)
            curve = []
    pen.closePath()
    pen.moveTo(bottom)
    pen.qCurveTo(*mirrored(low), right)
    pen.qCurveTo(*high, top)
    pen.qCurveTo(*mirrored(high)[::-1], left)
    pen.qCurveTo(*low[::-1], bottom)
    pen.closePath()
    font["glyf"]["zero"] = pen.glyph()

    subsetter = Subsetter(Options(layout_features=["tnum"], name_IDs=[0, 13, 14], hinting=False))
    subsetter.populate(unicodes=[ord("0")])
    subsetter.subset(font)
    # woff2 for the browser; woff for receipts, in which pdfkit draws nothing of the other
    for flavor in ("woff2", "woff") if weight == 400 else ("woff2",):
        font.flavor = flavor
        font.save(f"src/ui/fonts/plain-zero-{weight}.{flavor}")

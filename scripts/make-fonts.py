#!/usr/bin/env python3
"""Makes assets/fonts and src/figure/inter-metrics.ts from the variable font Inter 4.001.

Source: PyPI package fontpkg-inter 4.1.post1 (Inter 4.001, SIL Open Font License 1.1, no reserved font name).
    python3 -m venv .fonts && .fonts/bin/pip install fontpkg-inter==4.1.post1 fonttools==4.68.0 brotli==1.2.1
    .fonts/bin/python scripts/make-fonts.py
Writes, for weights 400 and 600 at optical size 14 (text): a static TTF for figures (SVG, PDF, PNG), the same as WOFF2 for the
window, the licence, and the advance widths by which figures measure their text. The output has no time stamp: running it
twice gives the same bytes.
"""
import shutil
from pathlib import Path

import fontpkg_inter
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = Path(fontpkg_inter.__file__).parent
OUT = ROOT / "assets" / "fonts"
WEIGHTS = {"regular": (400, "Regular"), "semibold": (600, "SemiBold")}
# Latin, Latin-1, Extended-A, some Extended-B, spacing modifiers, combining marks, Greek, Cyrillic, Vietnamese/Welsh extension,
# punctuation, super/subscripts, currency, letter-like, number forms, arrows, mathematics, technical, geometric shapes.
RANGES = [
    (0x20, 0x7E), (0xA0, 0x17F), (0x18F, 0x192), (0x1CD, 0x1DC), (0x218, 0x21B), (0x2BB, 0x2DD), (0x300, 0x331), (0x370, 0x3FF),
    (0x400, 0x45F), (0x490, 0x4F9), (0x1E80, 0x1EF9), (0x2000, 0x206F), (0x2070, 0x209F), (0x20AC, 0x20BF), (0x2100, 0x214F),
    (0x2150, 0x218F), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2318, 0x2327), (0x25A0, 0x25FF), (0x2713, 0x2717),
]
FEATURES = ["kern", "tnum", "zero", "ccmp", "locl", "mark", "mkmk", "case"]  # no calt: it turns "4x5" into "4×5" behind our back


def static_instance(weight: int, style: str) -> TTFont:
    font = TTFont(PACKAGE / "files" / "Inter[opsz,wght].ttf", recalcTimestamp=False)
    font = instancer.instantiateVariableFont(font, {"opsz": 14, "wght": weight}, inplace=True)
    name = font["name"]
    for name_id in (16, 17, 21, 22, 25):
        name.removeNames(nameID=name_id)
    family = "Inter" if weight == 400 else f"Inter {style}"
    for name_id, text in ((1, family), (2, "Regular"), (4, f"Inter {style}"), (6, f"Inter-{style}")):
        name.setName(text, name_id, 3, 1, 0x409)
    if weight != 400:
        name.setName("Inter", 16, 3, 1, 0x409)
        name.setName(style, 17, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = (font["OS/2"].fsSelection & ~0b100001) | 0b1000000
    font["head"].macStyle = 0
    return font


def shrink(font: TTFont) -> None:
    options = subset.Options(layout_features=FEATURES, hinting=False, notdef_outline=True, name_IDs=[0, 1, 2, 4, 5, 6, 13, 14, 16, 17],
                             name_languages=[0x409], drop_tables=["STAT", "DSIG", "MVAR", "meta", "gasp"], recalc_timestamp=False, glyph_names=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[c for first, last in RANGES for c in range(first, last + 1)])
    subsetter.subset(font)


def runs(widths: dict[int, int]) -> str:
    """Code points and widths as text: `first:w,w,…;first:…` in runs without holes, equal neighbours as w*count."""
    parts, codes = [], sorted(widths)
    start = 0
    while start < len(codes):
        end = start
        while end + 1 < len(codes) and codes[end + 1] == codes[end] + 1:
            end += 1
        values, packed, k = [widths[c] for c in codes[start:end + 1]], [], 0
        while k < len(values):
            same = k
            while same + 1 < len(values) and values[same + 1] == values[k]:
                same += 1
            packed.append(str(values[k]) if same == k else f"{values[k]}*{same - k + 1}")
            k = same + 1
        parts.append(f"{codes[start]}:{','.join(packed)}")
        start = end + 1
    return ";".join(parts)


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    lines = ["// Made by scripts/make-fonts.py from assets/fonts: do not edit.", ""]
    for key, (weight, style) in WEIGHTS.items():
        font = static_instance(weight, style)
        shrink(font)
        font.save(OUT / f"inter-{key}.ttf", reorderTables=True)
        written = TTFont(OUT / f"inter-{key}.ttf", recalcTimestamp=False)
        metrics, cmap = written["hmtx"], written.getBestCmap()
        widths = {code: metrics[glyph][0] for code, glyph in cmap.items()}
        if key == "regular":
            lines += ["/** Font units in an em. */", f"export const unitsPerEm = {written['head'].unitsPerEm};", "",
                      "/** Height of a capital letter and depth of a descender (p), in font units. */",
                      f"export const capHeightUnits = {written['OS/2'].sCapHeight};",
                      f"export const descenderUnits = {-written['glyf'][cmap[ord('p')]].yMin};", ""]
        lines += [f"/** Advance widths of Inter {style} in font units: `first code point:width,width*repeat,…;…`. */",
                  f"export const {key}Advances =", f'  "{runs(widths)}";', ""]
        written.flavor = "woff2"
        written.save(OUT / f"inter-{key}.woff2")
        print(key, len(cmap), "characters", [(OUT / f"inter-{key}.{e}").stat().st_size for e in ("ttf", "woff2")])
    shutil.copyfile(PACKAGE / "LICENSE", OUT / "OFL.txt")
    (ROOT / "src" / "figure" / "inter-metrics.ts").write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()

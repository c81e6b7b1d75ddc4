# Draws eng/icon.png: two arrows, a schema going in and code coming out. Needs nothing but Python.
import struct, zlib, pathlib

N = 128


def color(x, y):
    bg = (36, 76, 110)
    if not (6 <= x < N - 6 and 6 <= y < N - 6):
        return (0, 0, 0, 0)
    if x < 14 and y < 14 and (14 - x) ** 2 + (14 - y) ** 2 > 64:
        return (0, 0, 0, 0)
    fg, ac = (240, 246, 250), (86, 200, 168)
    if 26 <= x < 44 and 30 <= y < 98 and (y - 30) % 17 < 8:
        return fg + (255,)
    if 50 <= x < 78 and 58 <= y < 70 or 78 <= x < 98 and abs(y - 64) <= 98 - x:
        return ac + (255,)
    return bg + (255,)


rows = b"".join(b"\0" + bytes(c for x in range(N) for c in color(x, y)) for y in range(N))
chunk = lambda t, d: struct.pack(">I", len(d)) + t + d + struct.pack(">I", zlib.crc32(t + d))
png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", N, N, 8, 6, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")
pathlib.Path(__file__).with_name("icon.png").write_bytes(png)

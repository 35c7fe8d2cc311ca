#!/usr/bin/env python3
"""Makes the sample "Fashion items" from Fashion-MNIST.

Run by hand, never by the build, from the repository's root:

    apt-get download dataset-fashion-mnist
    python3 src/samples/fashion-items.py dataset-fashion-mnist_0.0~git20200523.55506a9-1_all.deb

Writes src/main/resources/samples/fashion-items.zip and NOTICE-fashion-items.txt beside it. The same
package gives the same bytes (made with Python 3.11 and zlib 1.2.13; another zlib may pack the pictures
into other bytes). Needs nothing but Python's own library.
"""

import collections
import gzip
import hashlib
import io
import lzma
import pathlib
import re
import struct
import sys
import tarfile
import zipfile
import zlib

PACKAGE_SHA256 = "39e172fe32dd318ebb3e512220c3beea2fa47d7e20bab348fb4e0922d6beefc0"
FOLDER = "./usr/share/datasets/fashion-mnist/"
COPYRIGHT = "./usr/share/doc/dataset-fashion-mnist/copyright"
SEED = 2017
SIDE = 28
CLASSES = ["T-shirt", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag",
           "Ankle boot"]
SPLITS = {"train": ("train", 60), "test": ("t10k", 40)}  # folder: (origin's file, per class)
OUT = pathlib.Path(__file__).parents[1] / "main" / "resources" / "samples"


def members(package):
    """Files of a Debian package, which is an ar archive of tar archives."""
    data, at, files = package, 8, {}
    while at < len(data):
        name = data[at : at + 16].decode().strip().rstrip("/")
        size = int(data[at + 48 : at + 58])
        if name == "data.tar.xz":
            inner = lzma.decompress(data[at + 60 : at + 60 + size])
            with tarfile.open(fileobj=io.BytesIO(inner)) as tar:
                for entry in tar:
                    if entry.isfile():
                        files[entry.name] = tar.extractfile(entry).read()
        at += 60 + size + size % 2
    return files


def idx(data):
    """An IDX file of bytes: its dimensions and its contents."""
    data = gzip.decompress(data)
    rank = data[3]
    return struct.unpack(f">{rank}I", data[4 : 4 + 4 * rank]), data[4 + 4 * rank :]


def pictures(files, origin):
    (count, height, width), pixels = idx(files[f"{FOLDER}{origin}-images-idx3-ubyte.gz"])
    (labelled,), labels = idx(files[f"{FOLDER}{origin}-labels-idx1-ubyte.gz"])
    if (height, width, labelled) != (SIDE, SIDE, count):
        sys.exit(f"{origin} has {count} pictures of {height} x {width} and {labelled} labels.")
    size = SIDE * SIDE
    return [(i, labels[i], pixels[i * size : (i + 1) * size]) for i in range(count)]


def drawn(split, index):
    return hashlib.sha256(f"{SEED}:{split}:{index}".encode()).hexdigest()


def alike(one, other):
    """Whether two pictures are nearly the same: the origin has some twice."""
    return sum(abs(a - b) for a, b in zip(one, other)) < 4 * len(one)


def choose(files):
    """By class and split, in the order in which they are drawn; no two are alike."""
    chosen, taken = [], collections.defaultdict(list)
    for split, (origin, wanted) in SPLITS.items():
        left = dict.fromkeys(range(len(CLASSES)), wanted)
        for index, label, pixels in sorted(
                pictures(files, origin), key=lambda p: drawn(split, p[0])):
            if not left[label] or any(alike(pixels, other) for other in taken[label]):
                continue
            taken[label].append(pixels)
            left[label] -= 1
            chosen.append((f"{split}/{CLASSES[label]}/{index:05}.png", pixels))
    return sorted(chosen)


def png(pixels):
    """Eight bits of grey, one byte per pixel."""
    def chunk(kind, data):
        return (struct.pack(">I", len(data)) + kind + data
                + struct.pack(">I", zlib.crc32(kind + data)))

    rows = b"".join(b"\0" + pixels[at : at + SIDE] for at in range(0, len(pixels), SIDE))
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 0, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
            + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))


def packed(chosen):
    """A ZIP archive whose bytes depend on its entries alone."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, pixels in chosen:
            entry = zipfile.ZipInfo(name, (2017, 8, 25, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, png(pixels))
    return out.getvalue()


NOTICE = """Fashion items: sample data of Headstart
=======================================

File:     fashion-items.zip ({count:,} pictures, PNG, {side} x {side}, grey; folders train and
          test, in each a folder for each of {classes} classes)
SHA-256:  {sha256}

Origin:   Fashion-MNIST, https://github.com/zalandoresearch/fashion-mnist, as packaged by Debian's
          dataset-fashion-mnist 0.0~git20200523.55506a9-1 (SHA-256
          {package})
Made by:  src/samples/fashion-items.py, seed {seed}, Python 3.11

What was changed:
- Drawn by the seed: {train} of each class from the origin's 60,000 training pictures (train),
  {test} of each class from its 10,000 test pictures (test). A picture that nearly equals one
  already drawn of its class is left out.
- Each is written as a PNG file, its pixels as they are, named by its place in the origin's file.
- The class "T-shirt/top" is called "T-shirt".

Licence (MIT), as the package states it:

{licence}"""


def licence(copyright_file):
    """The paragraphs on the data itself, without the marks of Debian's format."""
    about, *_, terms = copyright_file.split("\n\n")[1:]
    owner = re.search(r"^Copyright: (.*)$", about, re.M).group(1)
    lines = [line[1:] for line in terms.splitlines()[1:]]
    return f"Copyright {owner}\n\n" + "\n".join("" if line == "." else line for line in lines) + "\n"


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    package = pathlib.Path(sys.argv[1]).read_bytes()
    found = hashlib.sha256(package).hexdigest()
    if found != PACKAGE_SHA256:
        sys.exit(f"{sys.argv[1]} has SHA-256 {found}, expected {PACKAGE_SHA256}.")
    files = members(package)
    chosen = choose(files)
    data = packed(chosen)
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "fashion-items.zip").write_bytes(data)
    (OUT / "NOTICE-fashion-items.txt").write_text(
        NOTICE.format(
            count=len(chosen), side=SIDE, classes=len(CLASSES), seed=SEED, package=PACKAGE_SHA256,
            sha256=hashlib.sha256(data).hexdigest(), train=SPLITS["train"][1],
            test=SPLITS["test"][1],
            licence=licence(files[COPYRIGHT].decode())),
        encoding="utf-8")
    print(f"{len(chosen)} pictures, {len(data):,} bytes")


if __name__ == "__main__":
    main()

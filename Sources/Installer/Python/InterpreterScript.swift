/// The program that an interpreter runs to describe itself (see `InterpreterFacts` for what it says).
///
/// It runs under `-I -S -B -c`: no user code from `.pth` files or `sitecustomize`, nothing written. It imports as
/// little as it can, because its start is the cost of every first command: `platform` and `json` alone would double
/// it. Where the interpreter belongs to a virtual environment, whose prefix older versions only set in `site`,
/// it starts `site` itself. Python 3.6 and later answer in full; anything older says its version only.
enum InterpreterScript {
    /// What encloses the answer in the output, so that chatter before and after it does no harm.
    static let opening = "<swuv-facts>"
    static let closing = "</swuv-facts>"

    /// Stands for the root of an environment in `venv_scheme`.
    static let text = #"""
        import sys
        def swuv_text(value):
            out = []
            for c in value:
                n = ord(c)
                if c in '"\\':
                    out.append("\\" + c)
                elif 32 <= n < 127:
                    out.append(c)
                elif 0xD800 <= n <= 0xDFFF:
                    out.append("\\ufffd")
                elif n > 0xFFFF:
                    n -= 0x10000
                    out.append("\\u%04x\\u%04x" % (0xD800 + (n >> 10), 0xDC00 + (n & 0x3FF)))
                else:
                    out.append("\\u%04x" % n)
            return '"' + "".join(out) + '"'
        def swuv_json(value):
            if value is None:
                return "null"
            if value is True or value is False:
                return str(value).lower()
            if isinstance(value, int):
                return str(value)
            if isinstance(value, dict):
                return "{" + ",".join(swuv_text(k) + ":" + swuv_json(v) for k, v in value.items()) + "}"
            if isinstance(value, (list, tuple)):
                return "[" + ",".join(swuv_json(v) for v in value) + "]"
            return swuv_text(str(value))
        def swuv_musl(os):
            try:
                import re, struct, subprocess
                with open(sys.executable, "rb") as f:
                    head = f.read(64)
                    wide, order = head[4] == 2, "<" if head[5] == 1 else ">"
                    at, where = ("Q", 32) if wide else ("I", 28)
                    table = struct.unpack_from(order + at, head, where)[0]
                    size, count = struct.unpack_from(order + "HH", head, 54 if wide else 42)
                    for index in range(count):
                        f.seek(table + index * size)
                        entry = f.read(size)
                        if struct.unpack_from(order + "I", entry)[0] != 3:
                            continue
                        f.seek(struct.unpack_from(order + at, entry, 8 if wide else 4)[0])
                        loader = f.read(struct.unpack_from(order + at, entry, 32 if wide else 16)[0])
                        loader = os.fsdecode(loader).strip("\0")
                        if "musl" in loader:
                            said = subprocess.run([loader], stderr=subprocess.PIPE, universal_newlines=True, timeout=5)
                            return ["musl", re.search(r"Version (\d+\.\d+)", said.stderr).group(1)]
            except Exception:
                pass
            return None
        def swuv_facts():
            import os
            info = sys.version_info
            if info < (3, 6):
                return {"version": list(info[:3])}
            here = os.path.dirname(sys.executable or "")
            if sys.flags.no_site and any(
                    os.path.exists(os.path.join(d, "pyvenv.cfg")) for d in (here, os.path.dirname(here))):
                import site
                site.main()
            import sysconfig
            name = sys.implementation.name
            short = "%d.%d" % info[:2]
            full = sys.version.split()[0]
            own = sys.implementation.version
            own_version = "%d.%d.%d" % own[:3]
            if own.releaselevel != "final":
                own_version += own.releaselevel[0] + str(own.serial)
            title = {"cpython": "CPython", "pypy": "PyPy", "graalpy": "GraalVM"}.get(name)
            if title is None:
                import platform
                title = platform.python_implementation()
            uname = os.uname()
            root = "/<root>"
            roots = dict.fromkeys(("base", "platbase", "installed_base", "installed_platbase"), root)
            kinds = ("purelib", "platlib", "scripts", "data", "include")
            found = sysconfig.get_paths("venv" if "venv" in sysconfig.get_scheme_names() else "posix_prefix", roots)
            venv = {k: found[k][len(root) + 1:] for k in kinds}
            venv["include"] = "include/site/%s%s" % (name if name in ("pypy", "graalpy") else "python", short)
            paths = sysconfig.get_paths()
            scheme = {k: paths[k] for k in kinds}
            if sys.prefix != sys.base_prefix:
                scheme["include"] = os.path.join(sys.prefix, venv["include"])
            elif info < (3, 10):
                # Distributors patched distutils, not sysconfig, before 3.10: Debian's /usr/local and dist-packages.
                try:
                    import warnings
                    warnings.simplefilter("ignore")
                    import distutils
                    from distutils.dist import Distribution
                    d = Distribution({"name": "x"})
                    d.parse_config_files([os.path.join(os.path.dirname(distutils.__file__), "distutils.cfg")])
                    c = d.get_command_obj("install", create=True)
                    c.finalize_options()
                    scheme = {
                        "purelib": c.install_purelib, "platlib": c.install_platlib, "scripts": c.install_scripts,
                        "data": c.install_data, "include": os.path.dirname(c.install_headers)}
                except Exception:
                    pass
            try:
                import site
                packages = site.getsitepackages()
            except Exception:
                packages = []
            libc = None
            if sys.platform == "linux":
                try:
                    libc = os.confstr("CS_GNU_LIBC_VERSION").split()
                except (AttributeError, ValueError, OSError):
                    pass
                if not libc or len(libc) != 2 or libc[0] != "glibc":
                    libc = swuv_musl(os)
            return {
                "version": list(info[:3]),
                "implementation": name,
                "executable": sys.executable,
                "base_executable": getattr(sys, "_base_executable", None) or sys.executable,
                "prefix": sys.prefix,
                "base_prefix": sys.base_prefix,
                "stdlib": paths["stdlib"],
                "scheme": scheme,
                "venv_scheme": venv,
                "site_packages": packages,
                "markers": {
                    "os_name": os.name,
                    "sys_platform": sys.platform,
                    "platform_machine": uname.machine,
                    "platform_python_implementation": title,
                    "platform_release": uname.release,
                    "platform_system": uname.sysname,
                    "platform_version": uname.version,
                    "python_version": short,
                    "python_full_version": full,
                    "implementation_name": name,
                    "implementation_version": own_version,
                },
                "platform": sysconfig.get_platform(),
                "libc": libc,
                "pointer_bits": 64 if sys.maxsize > 2 ** 32 else 32,
                "soabi": sysconfig.get_config_var("SOABI") or "",
                "free_threaded": bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
                "debug": hasattr(sys, "gettotalrefcount"),
            }
        sys.stdout.write("\n<swuv-facts>" + swuv_json(swuv_facts()) + "</swuv-facts>\n")
        sys.stdout.flush()
        """#
}

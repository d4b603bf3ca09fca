/// The program that a build environment's Python runs: it imports the backend, calls one hook (PEP 517, PEP 660), and
/// writes down what became of it.
enum BackendScript {
    /// Run with `-c`; the one argument is the request as JSON. Works with every Python since 3.6.
    ///
    /// The answer goes to a file, so that nothing that a backend prints can be taken for it. Standard output becomes
    /// standard error.
    static let text = #"""
        import importlib, json, os, sys, traceback

        request = json.loads(sys.argv[1])
        sys.argv = sys.argv[:1]
        os.dup2(2, 1)
        sys.path[:] = request["path"] + [entry for entry in sys.path if entry != ""]


        def answer(status, value=None):
            sys.stdout.flush()
            sys.stderr.flush()
            text = json.dumps({"status": status, "value": value})
            with open(request["answer"], "w") as out:
                out.write(text)
            sys.exit(0 if status == "done" or status == "absent" else 1)


        def inside(place):
            place = os.path.realpath(place)
            return any(os.path.commonpath([place, os.path.realpath(root)]) == os.path.realpath(root)
                       for root in request["path"])


        module, _, path = request["backend"].partition(":")
        try:
            backend = importlib.import_module(module)
        except Exception as error:
            missing = isinstance(error, ImportError) and getattr(error, "name", None) == module.partition(".")[0]
            if not missing:
                traceback.print_exc()
            answer("missing" if missing else "unusable", str(error)[:500])
        if request["path"] and not inside(getattr(backend, "__file__", None) or os.sep):
            answer("elsewhere", str(getattr(backend, "__file__", None))[:500])
        for name in filter(None, path.split(".")):
            backend = getattr(backend, name, None)
        if backend is None:
            answer("missing", "it has no `%s`" % path)
        hook = getattr(backend, request["hook"], None)
        if hook is None:
            answer("absent")
        try:
            value = hook(*request["arguments"])
        except SystemExit as error:
            if error.code:
                traceback.print_exc()
                answer("failed", "SystemExit: %s" % error.code)
            raise
        except BaseException as error:
            traceback.print_exc()
            answer("failed", (type(error).__name__ + ": " + str(error))[:500])
        if isinstance(value, str):
            answer("done", value)
        if isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value):
            answer("done", list(value))
        answer("garbage", repr(value)[:200])
        """#
}

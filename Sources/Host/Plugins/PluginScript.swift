/// The program that the Python of a plugin's environment runs to ask the plugin (V-210…V-213, V-215, V-218).
///
/// It runs under `-I -c`; where the plugin is and where its answer goes are arguments and no part of the code. The
/// plugin may print what it likes: its answer goes to a file. Python 3.6 and later.
enum PluginScript {
    /// The largest answer, in bytes.
    static let answerLimit = 1 << 20

    static let text = #"""
        import importlib, inspect, json, os, sys
        sys.path[:] = [p for p in sys.path if p]
        def find(module, path):
            plugin = importlib.import_module(module)
            for name in path.split(".") if path else ():
                plugin = getattr(plugin, name)
            return plugin

        def made(plugin, method):
            # A plain function on a class wants an instance; class and static methods do not.
            if isinstance(plugin, type):
                for base in plugin.__mro__:
                    if method in vars(base):
                        return plugin() if inspect.isfunction(vars(base)[method]) else plugin
            return plugin

        def call(ask):
            try:
                parameters = inspect.signature(ask).parameters.values()
            except (TypeError, ValueError):
                return ask()
            places = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
            needed = [p for p in parameters if p.kind in places and p.default is p.empty]
            # Older plugins take the properties that are known.
            return ask(None) if len(needed) == 1 else ask()

        def typed(value, kind, what):
            if not isinstance(value, kind):
                raise TypeError("%s is %s and not %s" % (what, type(value).__name__, kind.__name__))
            return value

        def feature(config):
            name = typed(config.name, str, "the name of a feature")
            values = typed(config.values, list, "the values of " + name)
            for value in values:
                typed(value, str, "a value of " + name)
            return [name, values, typed(config.multi_value, bool, "multi_value of " + name)]

        def main():
            module, path, method, place, limit = sys.argv[1:6]
            plugin = made(find(module, path), method)
            answer = call(getattr(plugin, method))
            typed(answer, list, "the answer")
            compatible = "all_properties_compatible"
            data = json.dumps({
                "features": [feature(config) for config in answer],
                compatible: typed(getattr(plugin, compatible, False), bool, compatible),
            }).encode()
            if len(data) > int(limit):
                raise ValueError("the answer is too long")
            with open(place, "xb") as file:
                file.write(data)
            for stream in (sys.stdout, sys.stderr):
                try:
                    stream.flush()
                except Exception:
                    pass
            # Whatever the plugin left running is not waited for.
            os._exit(0)

        main()
        """#
}

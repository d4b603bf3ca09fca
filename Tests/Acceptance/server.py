"""A loopback server that answers as a hostile case's routes say, byte for byte where it must."""
import base64, os, socket, ssl, subprocess, threading, time


class Route:
    """One answer, made from the case's data: everything is bytes by now."""

    def __init__(self, recipe, data, fill):
        self.status = recipe.get("status", 200)
        self.headers = {k: fill(v) for k, v in recipe.get("headers", {}).items()}
        self.recipe = recipe
        self.body = data(recipe["body"]) if "body" in recipe else b""
        self.type = data(recipe["type"]).decode() if "type" in recipe else "application/octet-stream"
        self.redirect = fill(recipe["redirect"]) if "redirect" in recipe else None
        self.raw = data(recipe["raw"]) if "raw" in recipe else None
        self.endless = None
        if "endless" in recipe:
            self.endless = (data(recipe["endless"]["head"]), data(recipe["endless"]["unit"]), recipe["endless"].get("pause_s", 0))


class Server:
    """Serves `routes` (path -> [Route]) on port 0; keeps the requests it saw."""

    def __init__(self, routes, auth=None, certificate=None):
        self.routes, self.auth, self.seen, self.counts = routes, auth, [], {}
        self.context = None
        if certificate:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(*certificate)
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        self.stopped = False
        self.down = False  # everything is answered with 503
        self.unknown = []  # paths that no route answers
        self.thread = threading.Thread(target=self.accept, daemon=True)
        self.thread.start()

    @property
    def origin(self):
        return f"{'https' if self.context else 'http'}://127.0.0.1:{self.port}"

    def stop(self):
        """Ends the accepting thread too: closing alone would leave it waiting on a descriptor that is soon another's."""
        self.stopped = True
        try:
            self.listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.listener.close()
        self.thread.join(timeout=10)

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        try:
            connection.settimeout(60)
            if self.context:
                connection = self.context.wrap_socket(connection, server_side=True)
            stream = connection.makefile("rb")
            while self.one(connection, stream):
                pass
        except (OSError, ssl.SSLError, ValueError):
            pass
        finally:
            try:
                connection.close()
            except OSError:
                pass

    def one(self, connection, stream):
        line = stream.readline(65537).decode("latin-1").split()
        if len(line) < 2:
            return False
        headers = {}
        while (row := stream.readline(65537)) not in (b"\r\n", b"\n", b""):
            key, _, value = row.decode("latin-1").partition(":")
            headers[key.strip().lower()] = value.strip()
        path = line[1].split("?")[0]
        self.seen.append((line[0], path, headers))
        if self.auth and headers.get("authorization") != "Basic " + base64.b64encode(self.auth.encode()).decode():
            connection.sendall(b'HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm="x"\r\nContent-Length: 0\r\n\r\n')
            return True
        if self.down:
            connection.sendall(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n")
            return True
        answers = self.routes.get(path)
        if not answers:
            self.unknown.append(path)
            connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\n\r\nnot found")
            return True
        turn = self.counts[path] = self.counts.get(path, -1) + 1
        return self.answer(connection, answers[min(turn, len(answers) - 1)], headers, line[0] == "HEAD")

    def answer(self, connection, route, headers, is_head):
        recipe = route.recipe
        if recipe.get("stall") == "headers":
            self.wait(90)
            return False
        if route.raw is not None:
            connection.sendall(route.raw)
            return False
        if route.endless:
            head, unit, pause = route.endless
            connection.sendall(head)
            while not self.stopped:
                connection.sendall(unit)
                time.sleep(pause)
            return False
        if route.redirect is not None:
            connection.sendall(f"HTTP/1.1 302 Found\r\nLocation: {route.redirect}\r\nContent-Length: 0\r\n\r\n".encode())
            return True
        body, status, extra = route.body, route.status, dict(route.headers)
        mode = recipe.get("range", "honour")
        wanted = headers.get("range", "")
        if wanted.startswith("bytes=") and status == 200:
            if mode == "always-416":
                connection.sendall(b"HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0\r\n\r\n")
                return True
            if mode != "ignore":
                first, _, last = wanted[6:].partition("-")
                start = max(0, len(body) - int(last)) if not first else int(first)
                end = min(int(last), len(body) - 1) if first and last else len(body) - 1
                if start > end:
                    connection.sendall(b"HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0\r\n\r\n")
                    return True
                lie = 7 if mode == "lie-range" else 0
                extra["Content-Range"] = f"bytes {start + lie}-{end + lie}/{len(body)}"
                body, status = body[start:end + 1], 206
        elif mode == "honour":
            extra["Accept-Ranges"] = "bytes"
        lines = [f"HTTP/1.1 {status} X", f"Content-Type: {route.type}"]
        lines += [f"{k}: {v}" for k, v in extra.items()]
        if "encoding" in recipe:
            lines.append(f"Content-Encoding: {recipe['encoding']}")
        keep = True
        if "chunked" in recipe:
            lines.append("Transfer-Encoding: chunked")
            body = f"{recipe['chunked']}\r\n".encode() + body + b"\r\n0\r\n\r\n"
            keep = False
        elif "length" in recipe:
            keep = False
            if recipe["length"] is not None:
                lines.append(f"Content-Length: {recipe['length']}")
        else:
            lines.append(f"Content-Length: {len(body)}")
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
        if is_head:
            return keep
        for limit in ("close_at", "reset_at"):
            if limit in recipe:
                body, keep = body[:recipe[limit]], False
        if recipe.get("stall") == "body":
            connection.sendall(body[:len(body) // 2])
            self.wait(90)
            return False
        if "drip" in recipe or "bps" in recipe:
            step = max(1, int(recipe.get("bps", 10)) // 10) if "bps" in recipe else 1
            for at in range(0, len(body), step):
                connection.sendall(body[at:at + step])
                time.sleep(0.1)
            return keep
        connection.sendall(body)
        if "reset_at" in recipe:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        return keep

    def wait(self, seconds):
        end = time.time() + seconds
        while time.time() < end and not self.stopped:
            time.sleep(0.1)


def certificate(folder, host):
    """A self-signed certificate and key for `host` (an IP address or a name)."""
    key, crt = os.path.join(folder, f"{host}.key"), os.path.join(folder, f"{host}.crt")
    name = f"IP:{host}" if host[0].isdigit() else f"DNS:{host}"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={host}",
                    "-addext", f"subjectAltName={name}", "-keyout", key, "-out", crt], check=True, capture_output=True)
    return crt, key

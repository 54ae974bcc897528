"""A small server on this machine that stands in for the places that data is downloaded from."""

import http.server
import threading
import time
from contextlib import contextmanager, suppress


@contextmanager
def stand_in(answers):
    """Serve `answers`, {path: bytes or function of the request handler}; gives the server's address."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            answer = answers.get(self.path)
            if answer is None:
                self.send_error(404)
            elif callable(answer):
                answer(self)
            else:
                send(self, answer)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False  # so that closing it waits for the last answer
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def send(handler, content, length=None):
    """A good answer, or with another `length` than it has a truncated one."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(content) if length is None else length))
    handler.end_headers()
    handler.wfile.write(content)


def truncated(handler):
    send(handler, b"half of it", length=20)


def endless(handler):
    """Says no length and never stops by itself."""
    handler.send_response(200)
    handler.end_headers()
    with suppress(OSError):  # the client has had enough
        for _ in range(1000):
            handler.wfile.write(b"x" * 1000)


def silent(seconds):
    """Begins an answer, then falls silent."""

    def answer(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "20")
        handler.end_headers()
        handler.wfile.write(b"half")
        handler.wfile.flush()
        time.sleep(seconds)

    return answer


def dripping(handler):
    """A byte at a time: never silent, never done."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    with suppress(OSError):  # the client has had enough
        for _ in range(100):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.02)


def redirect(place):
    def answer(handler):
        handler.send_response(302)
        handler.send_header("Location", place)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer

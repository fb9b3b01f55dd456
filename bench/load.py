"""A small load generator for our own server on this machine: bounded in requests and in time.

It runs as a process of its own (`python bench/load.py HOST PORT CONNECTIONS SECONDS PATH...`) and prints one line of
JSON. Each thread keeps one connection and sends ready-made bytes, so that it takes little of the processor it shares.
"""

from __future__ import annotations

import itertools
import json
import socket
import sys
import threading
from collections.abc import Sequence
from time import perf_counter

MOST_SECONDS = 30.0
MOST_REQUESTS_EACH = 50_000
LOOPBACK = ("127.0.0.1", "::1", "localhost")


def request_bytes(path: str) -> bytes:
    """One keep-alive GET, as htmx sends it when the path is that of the search page."""
    headers = ["Host: 127.0.0.1", "Accept: */*", "Connection: keep-alive"]
    if path.startswith("/clinics"):
        headers.append("HX-Request: true")
    return (f"GET {path} HTTP/1.1\r\n" + "\r\n".join(headers) + "\r\n\r\n").encode()


def read_answer(connection: socket.socket) -> int:
    """Read one whole answer with a Content-Length. Returns: its status."""
    received = b""
    while (head := received.find(b"\r\n\r\n")) < 0:
        received += _more(connection)
    lines = received[:head].lower().split(b"\r\n")
    length = next(int(line[15:]) for line in lines if line.startswith(b"content-length:"))
    missing = head + 4 + length - len(received)
    while missing > 0:
        missing -= len(_more(connection))
    return int(lines[0].split()[1])


def _more(connection: socket.socket) -> bytes:
    data = connection.recv(65_536)
    if not data:
        raise ConnectionError("the server closed the connection in the middle of an answer")
    return data


def run_thread(address: tuple[str, int], requests: Sequence[bytes], until: float, done: list[tuple[int, int]]) -> None:
    answered = refused = 0
    with socket.create_connection(address, timeout=10) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for request in itertools.islice(itertools.cycle(requests), MOST_REQUESTS_EACH):
            if perf_counter() >= until:
                break
            connection.sendall(request)
            answered += 1
            refused += read_answer(connection) != 200
    done.append((answered, refused))


def main() -> None:
    """Send requests over several connections for some seconds."""
    host, port, connections, seconds, *paths = sys.argv[1:]
    if host not in LOOPBACK:
        sys.exit("This load is for our own server on this machine only.")
    requests = [request_bytes(path) for path in paths]
    done: list[tuple[int, int]] = []
    started = perf_counter()
    until = started + min(float(seconds), MOST_SECONDS)
    # Each connection begins at another request, so that they do not all ask the same at once.
    threads = [
        threading.Thread(target=run_thread, args=((host, int(port)), requests[n:] + requests[:n], until, done))
        for n in range(int(connections))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answered, refused = (sum(column) for column in zip(*done, strict=True)) if done else (0, 0)
    print(json.dumps({"seconds": perf_counter() - started, "answered": answered, "refused": refused}))


if __name__ == "__main__":
    main()

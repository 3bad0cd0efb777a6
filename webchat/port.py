"""A host and a port in, a listening socket out, or one sentence that says why not."""

import errno
import socket
from ipaddress import ip_address

from vectorstore.errors import HoiBaoError

_WRONG_HOST = "--host {host}: this machine has no such address; try --host 127.0.0.1"
_OTHER = "can't listen on {host} port {port} ({error}); choose others with --host and --port"
_SENTENCES = {
    errno.EADDRINUSE: (
        "port {port} is taken by another program: stop it, or choose another port with --port"
    ),
    errno.EACCES: "port {port} may not be used by this user: choose one above 1023 with --port",
    errno.EADDRNOTAVAIL: _WRONG_HOST,
}


class AddressError(HoiBaoError):
    """The server can't listen where it was told to."""


def listen(host: str, port: int) -> socket.socket:
    """Take the port; connections wait in it until the server is ready.

    Raises:
        AddressError: it is taken, not allowed, or the host is none of this machine's.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, protocol)
    except OSError:
        raise AddressError(_WRONG_HOST.format(host=host)) from None
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen()
    except OSError as error:
        listening.close()
        sentence = _SENTENCES.get(error.errno or 0, _OTHER)
        raise AddressError(sentence.format(host=host, port=port, error=error.strerror)) from None
    return listening


def address(host: str, port: int) -> str:
    """The address under which a browser on this machine finds the page."""
    name = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host
    return f"http://{f'[{name}]' if ':' in name else name}:{port}"


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server that listens there."""
    try:
        found = socket.getaddrinfo(host, None, flags=socket.AI_PASSIVE)
    except OSError:
        return False
    return all(ip_address(str(address[0]).partition("%")[0]).is_loopback for *_, address in found)

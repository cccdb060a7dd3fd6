"""The program with its modules already imported, of which each run is a fork.

Importing takes a start ten times as long as most runs of a test. What is forked is a process of
its own all the same, with its own arguments, variables, folder, streams and exit status. Where the
start itself is the subject, `program.run` is given ``fresh=True``; and it starts a program afresh
where a fork is not safe, or where a variable is for Python itself.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import pkgutil
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

IMPORTED_IN_USE = (
    *("jsonschema", "jsonschema_rs", "pathspec", "platformdirs", "yaml_rs", "ruamel.yaml", "yaml"),
    *("rich.console", "rich.progress", "rich.table", "ftfy"),
)
"""What the program imports when it needs it."""
_FOR_PYTHON = ("PYTHON", "LC_", "LANG")
_NUMBER = struct.Struct("!i")
_ENDED = struct.Struct("!idq")


def is_of_python(variable: str) -> bool:
    """Say whether Python looks at a variable when it starts, and not later."""
    return variable.startswith(_FOR_PYTHON)


@dataclass(frozen=True)
class Forked:
    """How a run ended, what it took (seconds of the processor, and its peak of memory in the
    system's unit), and what it wrote.
    """

    status: int
    cpu: float
    rss: int
    stdout: bytes
    stderr: bytes


class WarmProgram:
    """A process that is forked for each run, one at a time.

    It ends when this process does: then nobody is at the other end of its socket.
    """

    def __init__(self, env: Mapping[str, str]) -> None:
        """``env``: variables for Python; runs bring the others."""
        self._of_python = {name: text for name, text in env.items() if is_of_python(name)}
        self._lock = threading.Lock()
        self._socket, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, __file__, str(theirs.fileno())],
                cwd=Path(__file__).parent,  # which is there as long as the tests are
                env=dict(env),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )
        atexit.register(self._end)

    @property
    def pid(self) -> int:
        """The process that is forked."""
        return self._process.pid

    def _end(self) -> None:
        self._socket.close()
        self._process.wait()

    def fits(self, env: Mapping[str, str]) -> bool:
        """Say whether a program with these variables would start as this one did."""
        return {name: text for name, text in env.items() if is_of_python(name)} == self._of_python

    def run(
        self, words: Sequence[str], cwd: str, data: bytes, env: Mapping[str, str], timeout: float
    ) -> Forked:
        """Run the program to its end, with ``data`` on its standard input.

        Raises: subprocess.TimeoutExpired
        """
        (stdin, given), (out, stdout), (error, stderr) = (os.pipe() for _ in range(3))
        with self._lock, ThreadPoolExecutor(3) as pool:
            pid = self._start(words, cwd, env, (stdin, stdout, stderr))
            pool.submit(_write_all, given, data)
            output, errors = (pool.submit(_read_all, end) for end in (out, error))
            ended = self._wait(pid, timeout)
            return Forked(*ended, output.result(), errors.result())

    def run_with(
        self, words: Sequence[str], cwd: str, env: Mapping[str, str], streams: tuple[int, int, int]
    ) -> Callable[[], int]:
        """Run the program with streams of one's own, which are closed here; return what waits for
        its end and returns its exit status.
        """
        pid = self._start(words, cwd, env, streams)
        return lambda: self._wait(pid)[0]

    def _start(
        self, words: Sequence[str], cwd: str, env: Mapping[str, str], streams: tuple[int, int, int]
    ) -> int:
        request = json.dumps([list(words), cwd, dict(env)]).encode()
        socket.send_fds(self._socket, [_NUMBER.pack(len(request))], streams)
        for descriptor in streams:
            os.close(descriptor)
        self._socket.sendall(request)
        pid: int = _NUMBER.unpack(_exactly(self._socket, _NUMBER.size))[0]
        return pid

    def _wait(self, pid: int, timeout: float | None = None) -> tuple[int, float, int]:
        """Return the exit status of a run, its seconds of the processor, and its peak of memory."""
        self._socket.settimeout(timeout)
        try:
            ended = _exactly(self._socket, _ENDED.size)
        except TimeoutError:
            os.kill(pid, signal.SIGKILL)
            self._socket.settimeout(None)
            _exactly(self._socket, _ENDED.size)
            raise subprocess.TimeoutExpired("pfocr", timeout or 0) from None
        self._socket.settimeout(None)
        status, cpu, rss = _ENDED.unpack(ended)
        return status, cpu, rss


def _write_all(descriptor: int, data: bytes) -> None:
    try:
        with open(descriptor, "wb", buffering=0) as file:
            left = memoryview(data)
            while left:
                left = left[file.write(left) :]
    except BrokenPipeError:  # it did not want all
        pass


def _read_all(descriptor: int) -> bytes:
    with open(descriptor, "rb") as file:
        return file.read()


def _exactly(end: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        piece = end.recv(size - len(data))
        if not piece:
            raise EOFError("nobody is at the other end")
        data += piece
    return data


def _import_all() -> None:
    """Import what any command imports, but what begins the program."""
    import pfocr_cli

    for module in pkgutil.walk_packages(pfocr_cli.__path__, "pfocr_cli."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for name in IMPORTED_IN_USE:
        importlib.import_module(name)


def _forked(end: socket.socket) -> bool:
    """Fork for each request. Return whether this is a fork, whose process is set for its run; else
    nobody asks any more.
    """
    while True:
        header, descriptors, _, _ = socket.recv_fds(end, _NUMBER.size, 3)
        if not header:
            return False
        header += _exactly(end, _NUMBER.size - len(header))
        words, cwd, env = json.loads(_exactly(end, _NUMBER.unpack(header)[0]))
        if not (pid := os.fork()):
            end.close()
            for number, descriptor in enumerate(descriptors):
                os.dup2(descriptor, number)
                os.close(descriptor)
            _open_streams()
            os.chdir(cwd)
            os.environ.clear()
            os.environ.update(env)
            sys.argv[1:] = words
            return True
        for descriptor in descriptors:
            os.close(descriptor)
        end.sendall(_NUMBER.pack(pid))
        _, status, used = os.wait4(pid, 0)
        code = os.waitstatus_to_exitcode(status)
        end.sendall(_ENDED.pack(code, used.ru_utime + used.ru_stime, used.ru_maxrss))


def _leave(left: SystemExit) -> NoReturn:
    """End as Python does, but for taking all modules apart, which takes longer than most runs."""
    if threading.active_count() > 1 or not isinstance(left.code, int):
        raise left
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(left.code)


def _open_streams() -> None:
    """Open the three streams as Python does when it starts."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        old, mode = getattr(sys, name), "w" if number else "r"
        stream = os.fdopen(number, mode, 1 if name == "stderr" else -1, old.encoding, old.errors)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


if __name__ == "__main__":
    del sys.path[0]  # this folder, which no program sees
    _import_all()
    gc.freeze()
    if _forked(socket.socket(fileno=int(sys.argv[1]))):
        from pfocr_cli.__main__ import main

        try:
            main()
        except SystemExit as left:
            _leave(left)

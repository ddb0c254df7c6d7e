"""Shared by the tests of paper: one warm conversion pool, and veraPDF."""

import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from documents.conversion import ConversionPool


@pytest.fixture(scope="session")
def pool() -> Iterator[ConversionPool]:
    """Two warm LibreOffice processes."""
    with ConversionPool(workers=2) as pool:
        yield pool


@pytest.fixture(scope="session")
def check_pdfa() -> Callable[..., Any]:
    """`verapdf.check_pdfa`, with its Java machine warm for the session."""
    path = Path(__file__).with_name("verapdf.py")
    specification = importlib.util.spec_from_file_location("verapdf", path)
    assert specification
    assert specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    check: Callable[..., Any] = module.check_pdfa
    return check

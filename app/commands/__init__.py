"""The commands of `pembina`, by subject; each module adds its own words to the parser."""

import argparse
from typing import TypeAlias

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

"""Outside engines that decide the generated city as huiqi does; see README.md.

The conditions are read by the parser of the independent oracle, which shares no code with the library.
"""

import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
ORACLE = ROOT / "Tests" / "Conformance"
if str(ORACLE) not in sys.path:
    sys.path.insert(0, str(ORACLE))

"""Setting a book many times takes no more memory than setting it twice."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SET_SIX_TIMES = """
import sys
from pathlib import Path
from octavo.typesetting.compiler import compiled, compiler, forget

folder = Path(sys.argv[1])
words = "".join(f"Paragraph {number} of a book. #lorem(60)\\n\\n" for number in range(1200))
sizes = []
for margin in range(6):
    (folder / "main.typ").write_text(f"#set page(margin: {20 + margin}pt)\\n{words}")
    if sizes:
        forget(folder)
    compiled(compiler(folder / "main.typ"))
    sizes.append(int(Path("/proc/self/statm").read_text().split()[1]))
print(sizes[-1] / sizes[1])
"""


def test_settings_before_are_let_go_of(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SET_SIX_TIMES, str(tmp_path)]
    grown = float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert grown < 1.3

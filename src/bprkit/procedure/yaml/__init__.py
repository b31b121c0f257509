"""Procedures as YAML that a clerk can read and write; one file a state of a procedure.

>>> procedure = loads_procedure("title: 届出\\nroles: [窓口]\\nsteps: [{task: 受付, role: 窓口, touch: 3分}, {end: done}]")
>>> procedure.tasks[0].role
'窓口'
>>> loads_procedure(dumps_procedure(procedure)) == procedure
True
"""

from __future__ import annotations

from bprkit.procedure.yaml.loading import load_procedure, loads_procedure
from bprkit.procedure.yaml.writing import dumps_procedure, save_procedure

__all__ = ["dumps_procedure", "load_procedure", "loads_procedure", "save_procedure"]

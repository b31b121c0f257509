"""A procedure as a typed graph: written by people as YAML, exchanged as BPMN and Excel, checked and compared."""

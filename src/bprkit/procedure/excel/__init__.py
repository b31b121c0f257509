"""The flow sheet of a city hall as an Excel workbook: written from a procedure, and read as one."""

from bprkit.procedure.excel.reading import read_flow_sheet
from bprkit.procedure.excel.workbook import is_flow_sheet
from bprkit.procedure.excel.writing import write_flow_sheet

__all__ = ["is_flow_sheet", "read_flow_sheet", "write_flow_sheet"]

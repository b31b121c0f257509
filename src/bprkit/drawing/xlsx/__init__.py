"""The Excel painter: the picture on one sheet, the figures and the steps of each state on others."""

from bprkit.drawing.xlsx.writing import write_xlsx, xlsx_bytes

__all__ = ["write_xlsx", "xlsx_bytes"]

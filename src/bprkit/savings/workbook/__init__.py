"""Savings as a workbook whose formulas lead from the inputs to the results."""

from bprkit.savings.workbook.writing import write_savings_workbook

__all__ = ["write_savings_workbook"]

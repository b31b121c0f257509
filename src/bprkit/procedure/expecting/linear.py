"""Linear systems of a graph: few places solved as they stand, thousands by what little of them is not zero."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Values = NDArray[np.float64]

DENSE = 400
"""Rows up to which a system is solved whole."""


def solved(less: Mapping[tuple[int, int], float], right: Values) -> Values | None:
    """Return x of (1 - less) x = right; `less` by row and column. None where there is not one answer.

    >>> import numpy as np
    >>> solved({(1, 0): 0.5}, np.array([1.0, 0.0])).tolist()
    [1.0, 0.5]
    """
    import numpy as np

    size = len(right)
    if size > DENSE:
        return _sparse(less, right)
    matrix = np.eye(size)
    for (row, column), value in less.items():
        matrix[row, column] -= value
    try:
        found: Values = np.linalg.solve(matrix, right).astype(np.float64, copy=False)
    except np.linalg.LinAlgError:
        return None
    return found


def _sparse(less: Mapping[tuple[int, int], float], right: Values) -> Values | None:
    import numpy as np
    from scipy.sparse import coo_array, eye_array
    from scipy.sparse.linalg import splu

    size = len(right)
    places = np.array(list(less), dtype=np.int64).reshape(-1, 2)
    values = np.fromiter(less.values(), dtype=np.float64, count=len(less))
    matrix: Any = eye_array(size) - coo_array((values, (places[:, 0], places[:, 1])), shape=(size, size))
    try:
        found: Values = splu(matrix.tocsc()).solve(right)
    except RuntimeError:  # exactly singular
        return None
    return found

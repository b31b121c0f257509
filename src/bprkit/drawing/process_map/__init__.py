"""Process maps: what is done in a log, what follows what, how often, and how long it takes.

`draw_map(activities, transitions, starts, ends)` gives a picture to show and save.
"""

from bprkit.drawing.process_map.drawing import draw_map
from bprkit.drawing.process_map.measuring import MapMeasures, measure_map

__all__ = ["MapMeasures", "draw_map", "measure_map"]

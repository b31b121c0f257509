"""Time zones by name, and moments as the wall clock of a zone shows them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

import numpy as np
import numpy.typing as npt

from bprkit.calendar.problems import suggestion
from bprkit.errors import InputError

Stamps = npt.NDArray[np.datetime64]


def time_zone(name: str) -> ZoneInfo:
    """Return the time zone of an IANA name; raises InputError if there is none.

    >>> time_zone("Asia/Tokyo").key
    'Asia/Tokyo'
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # OSError: "Asia" is a folder of zones
        en, ja = suggestion(name, available_timezones())
        raise InputError(
            en=f"There is no time zone '{name}'{en}. Give an IANA name such as Asia/Tokyo.",
            ja=f"「{name}」というタイムゾーンはありません{ja}。Asia/Tokyo のような名前で指定してください。",
        ) from None


def wall_clocks(times: datetime | npt.ArrayLike, timezone: str) -> Stamps:
    """Return datetimes, or arrays of them, as wall-clock times of the zone; naive ones are such already."""
    array = np.asarray(times)
    if array.dtype.kind == "M":
        return array
    if array.dtype.kind != "O":
        raise TypeError(f"expected datetimes or datetime64, not {array.dtype}")
    zone = time_zone(timezone)
    local = [_wall_clock(moment, zone) for moment in array.ravel()]
    return np.array(local, dtype="datetime64[us]").reshape(array.shape)


def _wall_clock(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    if moment is None or moment != moment:  # pandas' NaT is a datetime that differs from itself
        return None
    if not isinstance(moment, datetime):
        raise TypeError(f"expected a datetime, not {moment!r}")
    return moment.astimezone(zone).replace(tzinfo=None) if moment.tzinfo else moment

"""An event log: read any file, recognise its columns, repair or refuse, describe."""

"""Every icon, drawn by us on a grid of 24. An icon always stands beside a word."""

ICONS = {
    "arrow": "M5 12h14M13 6l6 6-6 6",
    "arrow-back": "M19 12H5M11 6l-6 6 6 6",
    "balance": "M12 4v16M7 20h10M5 7h14M5 7l-3 7a3 3 0 0 0 6 0zM19 7l-3 7a3 3 0 0 0 6 0z",
    "bars": "M9 6v12M15 6v12",
    "bell": "M6 17v-6a6 6 0 0 1 12 0v6l2 1H4zM10 21h4",
    "building": "M4 21V8l8-5 8 5v13M4 21h16M9 21v-6h6v6",
    "calendar": "M4 6h16v15H4zM4 11h16M8 3v5M16 3v5",
    "chart": "M4 20h16M7 17v-6M12 17V5M17 17v-9",
    "clock": "M12 21a9 9 0 1 1 0-18 9 9 0 0 1 0 18zM12 7v5l3 2",
    "cross": "M6 6l12 12M18 6L6 18",
    "dash": "M5 12h14",
    "down": "M6 9l6 6 6-6",
    "file": "M6 3h8l4 4v14H6zM14 3v4h4",
    "flag": "M6 21V4h12l-3 4 3 4H6",
    "gear": "M4 7h9M17 7h3M4 17h3M11 17h9M15 5a2 2 0 1 1 0 4 2 2 0 0 1 0-4zM9 15a2 2 0 1 1 0 4 2 2 0 0 1 0-4z",
    "info": "M12 21a9 9 0 1 1 0-18 9 9 0 0 1 0 18zM12 11v6M12 7v.5",
    "key": "M8 12a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM11 13l8-8M16 8l3 3",
    "list": "M4 6h16M4 12h16M4 18h16",
    "lock": "M6 11h12v9H6zM8 11V8a4 4 0 0 1 8 0v3",
    "lock-open": "M6 11h12v9H6zM8 11V8a4 4 0 0 1 7.5-2",
    "mail": "M3 6h18v12H3zM3 7l9 6 9-6",
    "note": "M5 4h14v10l-5 6H5zM14 20v-6h5",
    "pen": "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
    "people": "M9 11a3.5 3.5 0 1 1 0-7 3.5 3.5 0 0 1 0 7zM2 20c0-4 3-6 7-6s7 2 7 6M16 4a3.5 3.5 0 0 1 0 7"
    "M18 14c2.5.7 4 2.8 4 6",
    "person": "M12 12a4 4 0 1 1 0-8 4 4 0 0 1 0 8zM4 21c0-5 3-7 8-7s8 2 8 7",
    "phone": "M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a2 2 0 0 1-2 2A15 15 0 0 1 3 6a2 2 0 0 1 2-2z",
    "ring": "M12 20a8 8 0 1 1 0-16 8 8 0 0 1 0 16z",
    "search": "M11 18a7 7 0 1 1 0-14 7 7 0 0 1 0 14zM16 16l4.5 4.5",
    "shield": "M12 3l8 3v6c0 5-3 7.5-8 9-5-1.5-8-4-8-9V6z",
    "tick": "M5 12.5l4.5 4.5L19 7",
    "to-agency": "M4 12h13M12 7l5 5-5 5M20 5v14",
    "triangle": "M12 4l9 16H3zM12 10v4M12 17v.3",
}

# Arrows turn with the direction of reading; clocks, ticks and the mark do not.
TURNING = frozenset({"arrow", "arrow-back", "to-agency"})

"""The report: from a folder of study data to something people read, in print, on a screen and for other programs."""

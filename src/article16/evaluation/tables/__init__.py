"""Study data: the one format all estimators read, and the one room that may touch files and databases."""

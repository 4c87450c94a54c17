"""From what a service knows of its men to a Data Package that the evaluation reads. Stores nothing, asks nothing."""

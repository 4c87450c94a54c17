"""Those who work in the service: who holds which case, supervision against what was planned, care after hard calls."""

"""Reviews and trials named in the sources, one YAML file each; what is only remembered is not here."""

"""Entry points and wiring: the only package that knows every other; no rule of the decree lives here."""

"""The faces that drawings and papers embed; the web's subsets are in static/. Licences: OFL.txt, NOTICE."""

from pathlib import Path

FOLDER = Path(__file__).resolve().parent

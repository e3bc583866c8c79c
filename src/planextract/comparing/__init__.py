"""Plans side by side: which figures are of one indicator, how far apart they are, and who falls short of whom."""

from __future__ import annotations

from planextract.comparing.levels import Neighbour, Pair, Vertical, vertical
from planextract.comparing.lining import compare
from planextract.comparing.rows import Cell, Comparison, Row

__all__ = ["Cell", "Comparison", "Neighbour", "Pair", "Row", "Vertical", "compare", "vertical"]

"""The rules of Keputusan Deputi LKPP 152/2022 as plain Python; no I/O and no library may enter here."""

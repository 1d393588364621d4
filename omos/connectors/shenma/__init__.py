"""神马: the result pages of Shenma (m.sm.cn, Quark), which are made for phones."""

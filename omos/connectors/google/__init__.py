"""谷歌: the result pages of Google, desktop, mobile and without scripts."""

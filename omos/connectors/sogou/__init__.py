"""搜狗: the result pages of Sogou, desktop and mobile."""

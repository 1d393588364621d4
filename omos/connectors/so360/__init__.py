"""360 搜索: the result pages of so.com, desktop and mobile."""

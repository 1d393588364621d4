"""百度: the result pages of Baidu, desktop and mobile."""

"""What reports say outside their pages: words for chats, pictures for phones, messages for groups."""

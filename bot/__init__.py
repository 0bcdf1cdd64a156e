"""Delivery over Telegram: questions in, cited answers out. Imports `index` and makes no decision about content."""

"""Mail: an outbox in the database, sent with patience."""

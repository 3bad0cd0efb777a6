"""Makes the embedding model from news articles; nothing at run time imports this package."""

"""Gold and predicted to scores with intervals."""

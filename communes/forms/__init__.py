"""The shape of what is typed on this floor's pages; whether it may be done is the deeds' word."""

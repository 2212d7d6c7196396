"""What must hold always (DOMAIN §2), and every way in which one might break it."""

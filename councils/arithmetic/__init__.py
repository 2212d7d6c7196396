"""Pure arithmetic of the councils floor: no models, no words."""

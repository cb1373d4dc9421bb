"""Files of cells (GeoTIFF): what is in them, and how they become layers. Child process only."""

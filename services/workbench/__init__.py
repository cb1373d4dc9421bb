"""The workbench: the start page and the map where everything meets."""

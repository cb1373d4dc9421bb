"""Projects: what is planned where, by when and with which money."""

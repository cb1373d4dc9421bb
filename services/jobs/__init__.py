"""Work in the background: asked for in a request, done by a process of its own."""

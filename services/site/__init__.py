"""The site itself: who runs it, how it treats visitors, whether it is well."""

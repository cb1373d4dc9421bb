"""The spine: boundaries with valid-from, identity profiles, district pages."""

"""The database: engine, tables, geometry column, migrations."""

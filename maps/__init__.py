"""What people see: styles, legends, tiles, sheets, the browser client."""

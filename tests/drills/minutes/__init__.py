"""An app with twenty jobs due every minute, half of which make up for what they missed."""

"""What every app's pages share: navigation, list pages, finders for palette and pickers, form rendering."""

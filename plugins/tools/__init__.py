"""What the commands of tasks.py do. Not a plugin: Pelican never loads it."""

"""What people type in this room, parsed and checked."""

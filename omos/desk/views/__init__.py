"""First screens: homes of the roles, my day, what waits, the map of the loop, settings, help, the palette."""

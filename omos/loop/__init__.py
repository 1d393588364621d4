"""The loop (闭环): the spine of OMOS, in order of flow from the month goal to the closed day."""

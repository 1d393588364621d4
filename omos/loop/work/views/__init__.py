"""Pages of the work room: the weekly plan, hand-in, ad-hoc work, categories."""

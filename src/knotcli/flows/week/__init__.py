"""Three questions about the week: asked, offered once, kept."""

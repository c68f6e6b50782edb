"""The screening drawn: a prompt, a result or what stands → lines, or the JSON document. Pure."""

"""What the commands share: options, usage errors, help, completion."""

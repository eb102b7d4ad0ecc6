"""From what people write to what devices run (`persona.yaml` → checked model → bundle), and what they read back."""

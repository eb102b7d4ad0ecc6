"""EdgePersona: a landing page personalises itself on the visitor's own device."""

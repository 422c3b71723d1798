"""Tables, and nothing but tables: one module for each topic, and no page ever sees a row."""

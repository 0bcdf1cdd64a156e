"""Question → query → candidates → passages → answer or verdict. `engine` is the front door."""

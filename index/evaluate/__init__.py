"""How well statements are found and questions answered, against gold that people made."""

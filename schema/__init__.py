"""What GraphQL clients see: types, inputs, unions, scalars and permissions; no read and no write happens here."""

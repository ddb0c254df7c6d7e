"""Reference data and invented sample data as plain values; putting them into MongoDB is not done here."""

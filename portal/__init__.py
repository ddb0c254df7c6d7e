"""The public web pages; they show what the GraphQL API answers and know nothing else."""

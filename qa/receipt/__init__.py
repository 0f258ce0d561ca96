"""Answer receipts: an answer saved with everything that it takes to check it again later."""

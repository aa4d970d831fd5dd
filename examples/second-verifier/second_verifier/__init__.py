"""A second verifier of authority proofs, written from docs/format.md and docs/rules.md alone."""
